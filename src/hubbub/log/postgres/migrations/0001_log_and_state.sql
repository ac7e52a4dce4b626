-- The same tables as on SQLite, whose columns docs/decisions/0029 and log/tables.py explain. Names are compared by their
-- bytes: whatever the database's own order is, a restart reads rows as every other engine does.

-- Who may write: a batch is committed only by the generation that stands here, behind the position that stands here.
create table head (
    one        integer primary key check (one = 1),
    generation bigint not null,
    position   bigint not null
);
insert into head values (1, 0, 0);

create table entry (
    log  bigint not null,
    seq  bigint not null,
    id   bigint not null,
    at   bigint not null,
    kind bigint not null,
    body bytea,
    primary key (log, seq)
);
create index entry_by_id on entry (id, log);

-- Which words stand in which messages, taken in behind the log: see search.py.
create table words (
    id    bigint not null,
    log   bigint not null,
    words tsvector not null,
    primary key (id, log)
);
create index words_by_word on words using gin (words);
create index words_by_log on words (log);
create table indexed (
    one integer primary key check (one = 1),
    id  bigint not null,
    at  text not null
);
insert into indexed values (1, 0, '');

-- Numbers that a numbered table has given; none is given again, whatever becomes of the rows.
create table numbered (
    name    text primary key,
    highest bigint not null
);
insert into numbered values ('act', 0), ('invite', 0), ('report', 0), ('api_token', 0);

-- Rooms that were forgotten, whose entries have yet to be deleted, and messages that the words have to forget.
create table ended (
    log bigint primary key
);
create table erased (
    id bigint primary key
);

create table account (
    account       bigint primary key,
    at            bigint not null,
    name          text collate "C" not null,
    password_hash text collate "C" not null,
    salt          bytea not null,
    iterations    bigint not null,
    stored_key    bytea not null,
    server_key    bytea not null,
    operator      bigint not null,
    privacy       text collate "C" not null
);
create table act (
    number bigint primary key,
    at     bigint not null,
    log    bigint not null,
    words  text collate "C" not null,
    act    bytea not null
);
create index act_by_time on act (at);
create index act_by_log on act (log, number);
create table api_token (
    number     bigint primary key,
    account    bigint not null,
    at         bigint not null,
    name       text collate "C" not null,
    token_hash bytea not null unique,
    scopes     text collate "C" not null,
    until      bigint not null,
    used_at    bigint not null
);
create index api_token_by_account on api_token (account);
create table api_answer (
    token  bigint not null,
    key    text collate "C" not null,
    at     bigint not null,
    asked  bytea not null,
    status bigint not null,
    answer bytea not null,
    primary key (token, key)
);
create index api_answer_by_at on api_answer (at);
create table certificate (
    fingerprint text collate "C" primary key,
    account     bigint not null,
    at          bigint not null
);
create table client_id (
    party     text collate "C" not null,
    client_id text collate "C" not null,
    log       bigint not null,
    id        bigint not null,
    at        bigint not null,
    primary key (party, client_id)
);
create index client_id_by_at on client_id (at);
create table conversation (
    log          bigint primary key,
    at           bigint not null,
    first_party  text collate "C" not null,
    second_party text collate "C" not null,
    first_name   text collate "C" not null,
    second_name  text collate "C" not null
);
create table deleted_account (
    account bigint primary key,
    name    text collate "C" not null,
    at      bigint not null,
    erasing bigint not null
);
create table email (
    account bigint primary key,
    at      bigint not null,
    address text collate "C" not null
);
create table expiring (
    id     bigint primary key,
    log    bigint not null,
    until  bigint not null,
    length bigint not null
);
create index expiring_by_until on expiring (until);
create table file (
    id      text collate "C" primary key,
    at      bigint not null,
    hash    text collate "C" not null,
    party   text collate "C" not null,
    owner   text collate "C" not null,
    name    text collate "C" not null,
    type    text collate "C" not null,
    size    bigint not null,
    width   bigint not null,
    height  bigint not null,
    preview bigint not null,
    used    bigint not null
);
create table file_use (
    message bigint not null,
    place   bigint not null,
    file    text collate "C" not null,
    log     bigint not null,
    primary key (message, place)
);
create index file_use_by_file on file_use (file);
create index file_use_by_log on file_use (log);
create table held (
    name text collate "C" not null,
    id   bigint not null,
    log  bigint not null,
    at   bigint not null,
    primary key (name, id)
);
create index held_by_at on held (at);
create table invite (
    number    bigint primary key,
    code_hash bytea not null unique,
    at        bigint not null,
    until     bigint not null,
    uses      bigint not null,
    set_by    text collate "C" not null,
    admits    bigint not null,
    log       bigint not null
);
create table invite_use (
    number  bigint not null,
    party   text collate "C" not null,
    pending bigint not null,
    primary key (number, party)
);
create table keeping (
    log       bigint primary key,
    retention bigint not null,
    expiry    bigint not null
);
create table kept_login (
    token_hash bytea primary key,
    account    bigint not null,
    at         bigint not null
);
create table last_log (
    one bigint primary key check (one = 1),
    log bigint not null
);
insert into last_log values (1, 0);
create table leaving (
    account bigint primary key,
    at      bigint not null
);
create table lockdown (
    "only" bigint primary key check ("only" = 1),
    level  bigint not null,
    at     bigint not null
);
insert into lockdown values (1, 0, 0);
create table membership (
    account bigint not null,
    log     bigint not null,
    at      bigint not null,
    first   bigint not null,
    here    bigint not null,
    primary key (account, log)
);
create index membership_by_log on membership (log);
create table metadata (
    log     bigint not null,
    account bigint not null,
    key     text collate "C" not null,
    value   text collate "C" not null,
    primary key (log, account, key)
);
create table pin (
    number  bigint primary key,
    log     bigint not null,
    message bigint not null,
    at      bigint not null,
    set_by  text collate "C" not null,
    author  text collate "C" not null,
    unique (log, message)
);
create table presence (
    account  bigint primary key,
    at       bigint not null,
    username text collate "C" not null,
    host     text collate "C" not null,
    realname text collate "C" not null,
    modes    text collate "C" not null,
    away     text collate "C" not null
);
create table reaction (
    log     bigint not null,
    message bigint not null,
    text    text collate "C" not null,
    party   text collate "C" not null,
    id      bigint not null,
    primary key (log, message, text, party)
);
create index reaction_by_id on reaction (id);
create table read_marker (
    account bigint not null,
    log     bigint not null,
    at      bigint not null,
    until   bigint not null,
    primary key (account, log)
);
create index read_marker_by_log on read_marker (log);
create table report (
    number bigint primary key,
    report bytea not null
);
create table reset_code (
    account   bigint primary key,
    code_hash bytea not null,
    at        bigint not null
);
create table room (
    log          bigint primary key,
    at           bigint not null,
    name         text collate "C" not null,
    topic        text collate "C" not null,
    topic_by     text collate "C" not null,
    topic_at     bigint not null,
    has_messages bigint not null
);
create table room_mode (
    log      bigint not null,
    letter   text collate "C" not null,
    argument text collate "C" not null,
    set_by   text collate "C" not null,
    at       bigint not null,
    until    bigint not null,
    why      text collate "C" not null,
    primary key (log, letter, argument)
);
create table salt_key (
    one bigint primary key check (one = 1),
    key bytea not null
);
insert into salt_key values (1, sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')));
create table seen (
    folded text collate "C" primary key,
    name   text collate "C" not null,
    at     bigint not null
);
create index seen_by_at on seen (at);
create table server_ban (
    folded text collate "C" primary key,
    target text collate "C" not null,
    at     bigint not null,
    until  bigint not null,
    set_by text collate "C" not null,
    why    text collate "C" not null
);
create table silence (
    account bigint not null,
    folded  text collate "C" not null,
    at      bigint not null,
    mask    text collate "C" not null,
    primary key (account, folded)
);
create table standing (
    log      bigint not null,
    account  bigint not null,
    at       bigint not null,
    prefixes text collate "C" not null,
    primary key (log, account)
);
create table start (
    generation bigint primary key,
    at         bigint not null
);
create table visit (
    visit      bigint primary key,
    name       text collate "C" not null,
    token_hash bytea not null,
    at         bigint not null
);
create index visit_by_at on visit (at);
