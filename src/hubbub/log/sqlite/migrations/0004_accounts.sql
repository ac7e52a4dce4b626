-- Names that belong to somebody, and what their passwords were turned into (docs/decisions/0009).
create table account (
    account       integer primary key,
    at            integer not null,
    name          text not null,
    password_hash text not null,
    salt          blob not null,
    iterations    integer not null,
    stored_key    blob not null,
    server_key    blob not null
);

-- From it the salts are made that are shown for accounts that do not exist.
create table salt_key (
    one integer primary key check (one = 1),
    key blob not null
);
insert into salt_key values (1, randomblob(32));
