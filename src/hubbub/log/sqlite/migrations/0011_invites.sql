-- Invitations that are handed on as a code, of which only a hash is kept; and the parties that came by each.
create table invite (
    number    integer primary key,
    code_hash blob not null unique,
    at        integer not null,
    until     integer not null,
    uses      integer not null,
    set_by    text not null,
    admits    integer not null,
    log       integer not null
);
create table invite_use (
    number integer not null,
    party  text not null,
    primary key (number, party)
) without rowid;
