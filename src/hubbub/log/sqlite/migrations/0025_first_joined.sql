-- Who has left a room may read, when they are back, from where they first came in.
alter table membership add column here integer not null default 1;
