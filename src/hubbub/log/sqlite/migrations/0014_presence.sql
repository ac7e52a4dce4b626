-- Accounts that are in the chat, connected or not, and what is needed to go on with them after a restart.
create table presence (
    account  integer primary key,
    at       integer not null,
    username text not null,
    host     text not null,
    realname text not null,
    modes    text not null
);

-- The rooms that they are in, since when, and the entry with which they first came in.
create table membership (
    account integer not null,
    log     integer not null,
    at      integer not null,
    first   integer not null,
    primary key (account, log)
) without rowid;
create index membership_by_log on membership (log);
