"""People as this client knows them, and this person as the server knows them."""

from __future__ import annotations

import msgspec


class Person(msgspec.Struct):
    """Somebody, under the name they have now. `account`: '' for guests, and while it is not known.

    `away`: their words, None when they are here (or it is not known). `online`: None when not known: it is known of
    those we share a room with, and of those we talk with privately. `display_name`, `avatar` (a URL) and `status` are
    what they say of themselves (metadata); '' for nothing. `spoke_at`: when they last said something that we saw.
    """

    name: str
    account: str = ""
    realname: str = ""
    host: str = ""
    away: str | None = None
    bot: bool = False
    online: bool | None = None
    display_name: str = ""
    avatar: str = ""
    status: str = ""
    spoke_at: int = 0


class Me(msgspec.Struct):
    """Ourselves. `name`: as the server wrote it last, or as it was asked for. `modes`: letters of user modes, sorted
    ("BiO"); `operator`: of the server. `names`: the folded names we have had on this visit.
    """

    name: str
    account: str = ""
    realname: str = ""
    away: str | None = None
    modes: str = ""
    operator: bool = False
    metadata: dict[str, str] = msgspec.field(default_factory=dict)
