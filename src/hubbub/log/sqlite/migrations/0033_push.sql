-- Devices that are told of messages over a push service; `at`: when they said so last. `caps` are names with spaces
-- between, `quiet` names with commas. `token_hash`: of the kept login with which it ends; empty: of none.
create table push (
    endpoint   text primary key,
    account    integer not null,
    at         integer not null,
    key        blob not null,
    secret     blob not null,
    caps       text not null,
    quiet      text not null,
    shown      integer not null,
    token_hash blob not null
) without rowid;
