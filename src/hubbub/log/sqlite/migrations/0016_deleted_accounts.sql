-- Accounts that were deleted: whose names rest, and who wanted all erased that they said (0 when that is done).
create table deleted_account (
    account integer primary key,
    name    text not null,
    at      integer not null,
    erasing integer not null
);
