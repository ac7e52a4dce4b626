-- Until when a mask stands on a room's list (0: for ever), and why.
alter table room_mode add column until integer not null default 0;
alter table room_mode add column why text not null default '';
