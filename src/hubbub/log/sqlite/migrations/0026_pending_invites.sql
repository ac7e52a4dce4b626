-- Who came by an invitation into a room, and has not joined it yet, still may.
alter table invite_use add column pending integer not null default 0;
