-- Tokens of programs, by the hash of what was shown once. `scopes` are words; `until`: 0: for ever; `used_at`: 0: never.
create table api_token (
    number     integer primary key autoincrement,
    account    integer not null,
    at         integer not null,
    name       text    not null,
    token_hash blob    not null unique,
    scopes     text    not null,
    until      integer not null,
    used_at    integer not null
);
create index api_token_account on api_token (account);

-- What calls were answered that came with an Idempotency-Key, for a day; `asked`: the hash of the call.
create table api_answer (
    token  integer not null,
    key    text    not null,
    at     integer not null,
    asked  blob    not null,
    status integer not null,
    answer blob    not null,
    primary key (token, key)
) without rowid;
create index api_answer_at on api_answer (at);
