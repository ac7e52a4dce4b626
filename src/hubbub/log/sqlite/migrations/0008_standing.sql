-- What the owners of accounts are in rooms: the letters of their prefix modes, highest first.
create table standing (
    log      integer not null,
    account  integer not null,
    at       integer not null,
    prefixes text not null,
    primary key (log, account)
) without rowid;
