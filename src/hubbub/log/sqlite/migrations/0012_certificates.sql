-- Client certificates with which one can log in to an account, by their SHA-256 in hex digits.
create table certificate (
    fingerprint text primary key,
    account     integer not null,
    at          integer not null
) without rowid;
