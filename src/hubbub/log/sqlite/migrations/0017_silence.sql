-- Whom the owners of accounts block, and who may send them private messages (letters of user modes).
create table silence (
    account integer not null,
    folded  text not null,
    at      integer not null,
    mask    text not null,
    primary key (account, folded)
) without rowid;
alter table account add column privacy text not null default '';
