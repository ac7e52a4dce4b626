-- What accounts were called before an operator gave them another name: such names rest as those of deleted accounts do.
create table former_name (
    account bigint not null,
    name    text collate "C" not null,
    at      bigint not null,
    primary key (account, name)
);
