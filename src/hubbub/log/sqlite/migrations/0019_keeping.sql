-- How long messages stay in a room or a private conversation, in milliseconds; 0: they are not erased.
create table keeping (
    log       integer primary key,
    retention integer not null default 0,
    expiry    integer not null default 0
);

-- Messages that are to be erased, and when.
create table expiring (
    id    integer primary key,
    log   integer not null,
    until integer not null
);
create index expiring_by_until on expiring (until);
