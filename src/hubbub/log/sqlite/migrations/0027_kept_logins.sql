-- Logins of accounts that outlive their connection, by the SHA-256 of their token; `at`: when it was used last.
create table kept_login (
    token_hash blob primary key,
    account    integer not null,
    at         integer not null
) without rowid;
