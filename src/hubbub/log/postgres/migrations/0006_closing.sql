-- Rooms that are closed while some have to leave them still: those who joined no later than `at`.
create table closing (
    log    bigint primary key,
    at     bigint not null,
    source text collate "C" not null,
    why    text collate "C" not null
);
