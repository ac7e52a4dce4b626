"""How tokens of programs change the world."""

from __future__ import annotations

from hubbub.chat import audit
from hubbub.chat.apply.rule import Rules, rule, rules
from hubbub.chat.events import AnswerKept, TokenMade, TokenRevoked, TokenUsed
from hubbub.chat.world.state import World
from hubbub.chat.world.tokens import Token


def token_made(world: World, event: TokenMade) -> None:
    world.api_tokens.add(
        Token(event.number, event.account, event.at, event.name, event.token_hash, event.scopes, event.until)
    )


def token_used(world: World, event: TokenUsed) -> None:
    world.api_tokens.numbers[event.number].used_at = event.at


def token_revoked(world: World, event: TokenRevoked) -> None:
    world.api_tokens.drop(event.number)


RULES: Rules = rules(
    rule(TokenMade, token_made, act=audit.token_made),
    rule(TokenUsed, token_used),
    rule(TokenRevoked, token_revoked, act=audit.token_revoked),
    rule(AnswerKept),
)
