-- Files that people have uploaded; their content lies beside the database, by its hash. `party`: whose it is, `owner`:
-- by which name; `used`: a message had it at some time.
create table file (
    id      text    primary key,
    at      integer not null,
    hash    text    not null,
    party   text    not null,
    owner   text    not null,
    name    text    not null,
    type    text    not null,
    size    integer not null,
    width   integer not null,
    height  integer not null,
    preview integer not null,
    used    integer not null default 0
) without rowid;

-- Which messages have which files; `place` is that in the message.
create table file_use (
    message integer not null,
    place   integer not null,
    file    text    not null,
    log     integer not null,
    primary key (message, place)
) without rowid;
create index file_use_log on file_use (log);
create index file_use_file on file_use (file);
