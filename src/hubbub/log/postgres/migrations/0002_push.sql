-- Devices that are told of messages over a push service; `at`: when they said so last. `caps` are names with spaces
-- between, `quiet` names with commas. `token_hash`: of the kept login with which it ends; empty: of none.
create table push (
    endpoint   text collate "C" primary key,
    account    bigint not null,
    at         bigint not null,
    key        bytea not null,
    secret     bytea not null,
    caps       text collate "C" not null,
    quiet      text collate "C" not null,
    shown      bigint not null,
    token_hash bytea not null
);
