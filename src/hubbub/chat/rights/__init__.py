"""Who may do what: one table of roles (`table`), and the few functions that everything else asks."""

from .checks import (
    check,
    check_ctcp,
    check_invite,
    check_kick,
    check_mode,
    check_operator,
    check_outranks,
    check_outranks_absent,
    check_pace,
    check_send,
    check_speak,
    check_topic,
    has_key,
    may,
    must_wait,
)
from .joining import ban_of, check_join, is_expected, is_listed
from .reports import handlers, may_handle
from .roles import ROLES, ROLES_BY_SYMBOL, Role, role_of
from .table import IN_ROOMS, OF_MODES, ON_SERVER, Action
from .visibility import may_find, may_quote, may_see, may_see_address, readable_from, rooms_shown
from .words import AWAY, CARRIERS, check_words, enters_silent, heard, silenced

__all__ = [
    "AWAY",
    "CARRIERS",
    "IN_ROOMS",
    "OF_MODES",
    "ON_SERVER",
    "ROLES",
    "ROLES_BY_SYMBOL",
    "Action",
    "Role",
    "ban_of",
    "check",
    "check_ctcp",
    "check_invite",
    "check_join",
    "check_kick",
    "check_mode",
    "check_operator",
    "check_outranks",
    "check_outranks_absent",
    "check_pace",
    "check_send",
    "check_speak",
    "check_topic",
    "check_words",
    "enters_silent",
    "handlers",
    "has_key",
    "heard",
    "is_expected",
    "is_listed",
    "may",
    "may_find",
    "may_handle",
    "may_quote",
    "may_see",
    "may_see_address",
    "must_wait",
    "readable_from",
    "role_of",
    "rooms_shown",
    "silenced",
]
