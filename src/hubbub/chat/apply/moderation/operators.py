"""What operators do, which changes nothing but itself."""

from __future__ import annotations

from hubbub.chat import audience, audit
from hubbub.chat.apply.rule import Rules, rule, rules
from hubbub.chat.events import OperatorActed, ServerSaid, UserKilled, Wallops

RULES: Rules = rules(
    rule(OperatorActed, act=audit.operator_acted),
    rule(ServerSaid, heard=audience.of_those_told),
    rule(UserKilled, heard=audience.of_the_named),
    rule(Wallops, heard=audience.of_wallops),
)
