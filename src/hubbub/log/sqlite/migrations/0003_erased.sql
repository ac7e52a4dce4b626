-- Entries that were erased, in their order. Their words go out of the search index when it comes by.
create table erased (
    n  integer primary key,
    id integer not null
);
