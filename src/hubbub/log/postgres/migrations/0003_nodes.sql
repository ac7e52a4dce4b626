-- Several machines carry connections, one decides (docs/decisions/0034). What it says to a node stands in `part` until
-- the node can no more have missed it; what it knows beside the other tables of who is here stands in `carried`, so
-- that the next one goes on with all connections. `head.load` counts what was committed with parts or states; `cluster`
-- tells clusters apart that share a bus.
alter table head add column load bigint not null default 0;
alter table head add column decider text collate "C" not null default '';
alter table head add column cluster text collate "C" not null default '';
update head set cluster = substr(md5(gen_random_uuid()::text), 1, 8);

create table part (
    node     text collate "C" not null,
    position bigint not null,
    previous bigint not null,
    at       bigint not null,
    body     bytea not null,
    primary key (node, position)
);
create index part_by_age on part (at);

create table carried (
    kind text collate "C" not null,
    key  text collate "C" not null,
    body bytea not null,
    primary key (kind, key)
) with (fillfactor = 50);  -- rows change all the time, and no index with them
