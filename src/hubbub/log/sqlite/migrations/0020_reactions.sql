-- Reactions to messages that are not taken back: of each person each one once. `id` is that of the reaction.
create table reaction (
    log     integer not null,
    message integer not null,
    text    text    not null,
    party   text    not null,
    id      integer not null,
    primary key (log, message, text, party)
) without rowid;
create index reaction_by_id on reaction (id);
insert into reaction
select log, message, text, party, id from (
    select *, row_number() over (partition by log, message, text, party order by id desc) as newest_first from (
        select
            log, id, said ->> '$.message' as message, coalesce(said ->> '$.party', '') as party,
            coalesce(nullif(said ->> '$.tags."+draft/react"', ''), said ->> '$.tags."+draft/unreact"') as text,
            coalesce(said ->> '$.tags."+draft/react"', '') = '' as undone
        from (select log, id, cast(body as text) as said from entry where kind = 10)
    )
) as reaction
where newest_first = 1 and not undone and text is not null
    and exists (select 1 from entry where entry.id = message and entry.log = reaction.log and kind = 1);
