-- Modes of rooms: a row for each that is set, and for each mask on a list. Members' standing is not kept.
create table room_mode (
    log      integer not null,
    letter   text not null,
    argument text not null,
    set_by   text not null,
    at       integer not null,
    primary key (log, letter, argument)
) without rowid;
insert into room_mode select log, 'n', '', '', at from room;
