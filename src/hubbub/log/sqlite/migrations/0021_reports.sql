-- What people reported to those who keep order; report: the whole of it.
create table report (
    number integer primary key autoincrement,
    report blob not null
);
