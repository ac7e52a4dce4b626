-- Rooms that are closed while some have to leave them still: those who joined no later than `at`.
create table closing (
    log    integer primary key,
    at     integer not null,
    source text not null,
    why    text not null
);
