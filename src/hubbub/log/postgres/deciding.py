"""What a decider keeps beside the chat: one statement with the fence, and what is read of it."""

from __future__ import annotations

from collections.abc import Sequence

from hubbub.chat.ports import Begun, KeptPart, KeptState, Load, Standing

from .connection import STARTING, Connection

# The fence moved, entries, parts and states: all of it or nothing.
APPEND_LOADS = """
    with moved as (
        update head set position = position + 1, load = $9 where generation = $1 and position = $2 returning 1
    ), written as (
        insert into entry select * from unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[],
        $8::bytea[]) where exists (select 1 from moved)
    ), said as (
        insert into part select * from unnest($10::text[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bytea[])
        where exists (select 1 from moved)
    ), kept as (
        insert into carried select * from unnest($15::text[], $16::text[], $17::bytea[])
        where exists (select 1 from moved) on conflict (kind, key) do update set body = excluded.body
    ), dropped as (
        delete from carried using unnest($18::text[], $19::text[]) as old(kind, key)
        where carried.kind = old.kind and carried.key = old.key and exists (select 1 from moved)
    )
    select 1 from moved
"""


def load_columns(loads: Sequence[Load]) -> tuple[object, ...]:
    """What the statement above has behind the columns of the entries. Of a state the latest counts."""
    parts = [(part, load.at) for load in loads for part in load.parts]
    states = {(state.kind, state.key): state.body for load in loads for state in load.states}
    kept = [(kind, key, body) for (kind, key), body in states.items() if body is not None]
    dropped = [at for at, body in states.items() if body is None]
    return (
        loads[-1].position,
        [part.node for part, _ in parts],
        [part.position for part, _ in parts],
        [part.previous for part, _ in parts],
        [at for _, at in parts],
        [part.body for part, _ in parts],
        [kind for kind, _, _ in kept],
        [key for _, key, _ in kept],
        [body for _, _, body in kept],
        [kind for kind, _ in dropped],
        [key for _, key in dropped],
    )


async def parts_after(connection: Connection, node: str, position: int, limit: int) -> list[KeptPart]:
    rows = await connection.fetch(
        "select position, previous, body from part where node = $1 and position > $2 order by position limit $3",
        node,
        position,
        limit,
    )
    return [KeptPart(node, position, previous, body) for position, previous, body in rows]


async def drop_parts(connection: Connection, at: int) -> None:
    await connection.execute(
        "delete from part where at < $1 and exists"
        " (select 1 from part as later where later.node = part.node and later.position > part.position)",
        at,
    )


_LAST_PARTS = """
    select node, position, previous, body from part
    join (select node, max(position) as position from part group by node) as last using (node, position)
"""


async def begin(connection: Connection, generation: int, decider: str) -> Begun | None:
    """Read what there is, as this decider; None: another one decides. `head` is not held while reading: who begins
    moves it meanwhile, however long that takes. Nobody but us changes what is read, unless another one decides by then,
    and then nothing of ours is kept."""
    head = await connection.fetchrow(
        "update head set decider = $2 where generation = $1 returning load, cluster", generation, decider
    )
    if head is None:
        return None
    states = await connection.fetch("select kind, key, body from carried", timeout=STARTING)
    parts = await connection.fetch(_LAST_PARTS, timeout=STARTING)
    last = {part.node: part for part in (KeptPart(*row) for row in parts)}
    return Begun(generation, head["load"], head["cluster"], [KeptState(*row) for row in states], last)


async def standing(connection: Connection, kind: str, *, served: bool) -> Standing:
    generation, position, load, decider = await connection.fetchrow(
        "select generation, position, load, decider from head"
    )
    states = await connection.fetch("select kind, key, body from carried where kind = $1 order by key", kind)
    return Standing(served, generation, position, load, decider, [KeptState(*row) for row in states])
