"""What happened: frozen records, the only things that change the world, fill the log and cross the bus.

Times are milliseconds since 1970 (UTC). Ids are message ids (`ids.py`). `log` is the number of the room's or the
private conversation's log. Names, targets and sources are those of the moment, never looked up again.
"""

from .accounts import AccountChanged, AccountCreated, Credentials, LoggedIn, OperatorAppointed
from .conversations import ConversationClaimed, ConversationOpened
from .entry import Entry, Kept
from .event import Event
from .messages import (
    Edit,
    EntryEdited,
    EntryErased,
    HeldDelivered,
    MessageEdited,
    MessageRedacted,
    MessageSent,
    ReactionSent,
    ReactionTold,
    StatusSent,
    TagsSent,
)
from .operators import OperatorActed, ServerBanLifted, ServerBanned, UserKilled, Wallops
from .people import (
    AwayChanged,
    AwayTold,
    LeaveReason,
    NameCame,
    NameWent,
    RealnameChanged,
    UserArrived,
    UserModesChanged,
    UserQuit,
    UserRenamed,
    VisitOpened,
    VisitSeen,
)
from .reading import ReadMarked
from .rooms import (
    InvitationTold,
    Invited,
    MemberJoined,
    MemberKicked,
    MemberLeft,
    ModesChanged,
    RoomCreated,
    RoomEnded,
    StandingChanged,
    StandingTold,
    TopicChanged,
)

__all__ = [
    "AccountChanged",
    "AccountCreated",
    "AwayChanged",
    "AwayTold",
    "ConversationClaimed",
    "ConversationOpened",
    "Credentials",
    "Edit",
    "Entry",
    "EntryEdited",
    "EntryErased",
    "Event",
    "HeldDelivered",
    "InvitationTold",
    "Invited",
    "Kept",
    "LeaveReason",
    "LoggedIn",
    "MemberJoined",
    "MemberKicked",
    "MemberLeft",
    "MessageEdited",
    "MessageRedacted",
    "MessageSent",
    "ModesChanged",
    "NameCame",
    "NameWent",
    "OperatorActed",
    "OperatorAppointed",
    "ReactionSent",
    "ReactionTold",
    "ReadMarked",
    "RealnameChanged",
    "RoomCreated",
    "RoomEnded",
    "ServerBanLifted",
    "ServerBanned",
    "StandingChanged",
    "StandingTold",
    "StatusSent",
    "TagsSent",
    "TopicChanged",
    "UserArrived",
    "UserKilled",
    "UserModesChanged",
    "UserQuit",
    "UserRenamed",
    "VisitOpened",
    "VisitSeen",
    "Wallops",
]
