-- What accounts were called before an operator gave them another name: such names rest as those of deleted accounts do.
create table former_name (
    account integer not null,
    name    text not null,
    at      integer not null,
    primary key (account, name)
) without rowid;
