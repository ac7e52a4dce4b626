-- Accounts whose owners run the server.
alter table account add column operator integer not null default 0;
