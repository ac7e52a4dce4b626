-- How far the owners of accounts have read: the time of the last message read in a room or private conversation.
create table read_marker (
    account integer not null,
    log     integer not null,
    at      integer not null,
    until   integer not null,
    primary key (account, log)
) without rowid;
create index read_marker_by_log on read_marker (log);
