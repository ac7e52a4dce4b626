"""Tokens of programs, and what they were answered, in the state tables."""

from __future__ import annotations

from hubbub.chat.events import AnswerKept, TokenMade, TokenRevoked, TokenUsed
from hubbub.chat.ports import Fields, TokenState
from hubbub.log.tables import API_ANSWER, API_TOKEN, Fold, Reading, Row, Tables, where

from .change import Changes


def token_made(tables: Tables, event: TokenMade, _: Fold) -> None:
    scopes = " ".join(event.scopes)
    tables.insert(
        API_TOKEN, event.number, event.account, event.at, event.name, event.token_hash, scopes, event.until, 0
    )


def token_used(tables: Tables, event: TokenUsed, _: Fold) -> None:
    tables.alter(API_TOKEN, where(number=event.number), used_at=event.at)


def token_revoked(tables: Tables, event: TokenRevoked, _: Fold) -> None:
    tables.drop(API_TOKEN, where(number=event.number))
    tables.drop(API_ANSWER, where(token=event.number))


def answer_kept(tables: Tables, event: AnswerKept, _: Fold) -> None:
    tables.put(API_ANSWER, event.token, event.key, event.at, event.asked, event.status, event.answer)


def read(tables: Reading) -> Fields:
    """What `State` has of tokens; answers are looked up when they are asked for."""
    return {
        "tokens": [
            TokenState(number, account, at, name, token_hash, tuple(scopes.split()), until, used_at)
            for number, account, at, name, token_hash, scopes, until, used_at in tables.rows(API_TOKEN)
        ],
        "last_token": tables.highest(API_TOKEN),
    }


def answer(row: Row) -> AnswerKept:
    """What a row of API_ANSWER says."""
    token, key, at, asked, status, body = row
    return AnswerKept(token=token, key=key, at=at, asked=asked, status=status, answer=body)


CHANGES: Changes = {
    TokenMade: token_made,
    TokenUsed: token_used,
    TokenRevoked: token_revoked,
    AnswerKept: answer_kept,
}
