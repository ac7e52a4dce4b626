-- Invitations are never given a number again that one had which is gone.
alter table invite rename to earlier_invite;
create table invite (
    number    integer primary key autoincrement,
    code_hash blob not null unique,
    at        integer not null,
    until     integer not null,
    uses      integer not null,
    set_by    text not null,
    admits    integer not null,
    log       integer not null
);
insert into invite select * from earlier_invite order by number;
drop table earlier_invite;
