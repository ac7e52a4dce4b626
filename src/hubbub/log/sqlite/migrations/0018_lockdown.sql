-- How far the server is locked down (hubbub.chat.lockdown), since when.
create table lockdown (
    only  integer primary key check (only = 1),
    level integer not null,
    at    integer not null
);
insert into lockdown values (1, 0, 0);
