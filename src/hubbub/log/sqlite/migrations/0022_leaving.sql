-- Accounts that leave their rooms with their last connection, because their owners want that.
create table leaving (
    account integer primary key,
    at      integer not null
);
