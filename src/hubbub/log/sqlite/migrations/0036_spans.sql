-- The numbers of a log are found by spans of ids, so that a commit changes the end of the index alone: docs/decisions/0045.
create table entry_by_spans (
    log  integer not null,
    seq  integer not null,
    id   integer not null,
    at   integer not null,
    kind integer not null,
    body blob
);
insert into entry_by_spans select log, seq, id, at, kind, body from entry order by entry.rowid;
drop table entry;
alter table entry_by_spans rename to entry;
create index entry_by_id on entry (id);
create unique index entry_by_place on entry (id >> 12, log, seq);

-- Which spans a log has entries in, each with the number of the first of them.
create table span (
    log   integer not null,
    first integer not null,
    span  integer not null, -- what is left of their ids without the last 12 bits
    primary key (log, first)
) without rowid;
insert into span select log, min(seq), id >> 12 from entry group by log, id >> 12;
