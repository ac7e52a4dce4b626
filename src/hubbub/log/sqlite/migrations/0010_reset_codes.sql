-- Hashes of the codes with which a new password can be set, and when they were made.
create table reset_code (
    account   integer primary key,
    code_hash blob not null,
    at        integer not null
);
