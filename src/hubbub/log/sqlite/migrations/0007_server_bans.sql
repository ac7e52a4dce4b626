-- Bans from the whole server; until 0: for ever.
create table server_ban (
    folded text primary key,
    target text not null,
    at     integer not null,
    until  integer not null,
    set_by text not null,
    why    text not null
) without rowid;
