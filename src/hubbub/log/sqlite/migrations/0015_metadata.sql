-- What rooms (log) and the owners of accounts (account) say of themselves; the other one is 0.
create table metadata (
    log     integer not null,
    account integer not null,
    key     text    not null,
    value   text    not null,
    primary key (log, account, key)
) without rowid;
