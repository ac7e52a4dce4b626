-- Entries of all rooms and private conversations. Why they stand in the order of their coming: docs/decisions/0004.
-- An event that concerns several rooms has an entry in each, under one id. A body of NULL is a tombstone.
create table entry (
    log  integer not null,
    seq  integer not null,
    id   integer not null,
    at   integer not null,
    kind integer not null,
    body blob,
    primary key (log, seq)
);
create index entry_by_id on entry (id);

-- Starts of the server. Message ids begin with the generation, so no start may have that of another.
create table start (
    generation integer primary key,
    at         integer not null
);

-- The highest log number ever given; it outlives the rooms.
create table last_log (
    one integer primary key check (one = 1),
    log integer not null
);
insert into last_log values (1, 0);

create table room (
    log          integer primary key,
    at           integer not null,
    name         text not null,
    topic        text not null default '',
    topic_by     text not null default '',
    topic_at     integer not null default 0,
    has_messages integer not null default 0
);

-- Rooms that had messages and were forgotten. Their entries go in slices, their words when the index comes by.
create table ended (
    n   integer primary key,
    log integer not null
);

create table conversation (
    log          integer primary key,
    at           integer not null,
    first_party  text not null,
    second_party text not null,
    first_name   text not null,
    second_name  text not null
);

-- Private messages that wait for whoever takes a (folded) name next.
create table held (
    name text not null,
    id   integer not null,
    log  integer not null,
    at   integer not null,
    primary key (name, id)
) without rowid;
create index held_by_at on held (at);

-- Names that were here: folded, and as written last.
create table seen (
    folded text primary key,
    name   text not null,
    at     integer not null
) without rowid;
create index seen_by_at on seen (at);

create table visit (
    visit      integer primary key,
    name       text not null,
    token_hash blob not null,
    at         integer not null
);
create index visit_by_at on visit (at);

-- What senders call their messages, so that a resend is recognised.
create table client_id (
    party     text not null,
    client_id text not null,
    log       integer not null,
    id        integer not null,
    at        integer not null,
    primary key (party, client_id)
) without rowid;
create index client_id_by_at on client_id (at);
