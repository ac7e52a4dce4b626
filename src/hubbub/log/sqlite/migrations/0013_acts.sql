-- The audit log. act: the whole of it; words: the folded names in it; log 0: on the whole server.
create table act (
    number integer primary key autoincrement,
    at     integer not null,
    log    integer not null,
    words  text not null,
    act    blob not null
);
create index act_by_time on act (at);
create index act_by_log on act (log, number);
