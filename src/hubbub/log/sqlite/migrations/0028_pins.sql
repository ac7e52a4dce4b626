-- Messages that are pinned in rooms, by whom and when; `number` rises in that order. `author`: who said it.
create table pin (
    number  integer primary key,
    log     integer not null,
    message integer not null,
    at      integer not null,
    set_by  text    not null,
    author  text    not null,
    unique (log, message)
);
