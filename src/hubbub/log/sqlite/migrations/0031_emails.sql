-- The e-mail addresses of accounts that were made while the settings wanted one.
create table email (
    account integer primary key,
    at      integer not null,
    address text    not null
);
