"""Accounts in the state tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from msgspec.structs import asdict, astuple

from hubbub.chat.events import (
    AccountChanged,
    AccountCreated,
    AccountDeleted,
    AccountErased,
    AccountRenamed,
    CertificateAdded,
    CertificateRemoved,
    Credentials,
    LoginForgotten,
    LoginKept,
    OperatorAppointed,
    ResetCodeMade,
)
from hubbub.chat.ports import Absent, AccountState, CertificateState, DeletedState, Fields, FormerState, LoginState
from hubbub.log.tables import (
    ACCOUNT,
    CERTIFICATE,
    CLIENT_ID,
    DELETED_ACCOUNT,
    EMAIL,
    FORMER_NAME,
    INVITE_USE,
    KEPT_LOGIN,
    LEAVING,
    MEMBERSHIP,
    READ_MARKER,
    RESET_CODE,
    SALT_KEY,
    SILENCE,
    STANDING,
    TABLES,
    Fold,
    Reading,
    Tables,
    where,
)

from .change import Changes

T = TypeVar("T")

RESTING = (DELETED_ACCOUNT, FORMER_NAME)
OF_ACCOUNTS = tuple(table for table in TABLES if "account" in table.columns and table not in RESTING)
"""The tables whose rows are an account's, by its number, and go with it."""


def account_created(tables: Tables, event: AccountCreated, _: Fold) -> None:
    tables.insert(ACCOUNT, event.account, event.at, event.name, *astuple(event.credentials), 0, "")
    if event.email:
        tables.insert(EMAIL, event.account, event.at, event.email)


def account_changed(tables: Tables, event: AccountChanged, _: Fold) -> None:
    tables.alter(ACCOUNT, where(account=event.account), **asdict(event.credentials))
    tables.drop(RESET_CODE, where(account=event.account))


def account_renamed(tables: Tables, event: AccountRenamed, fold: Fold) -> None:
    tables.alter(ACCOUNT, where(account=event.account), name=event.name)
    if fold(event.before) != fold(event.name):
        tables.put(FORMER_NAME, event.account, event.before, event.at)
    tables.drop(FORMER_NAME, where(account=event.account, name=event.name))


def reset_code_made(tables: Tables, event: ResetCodeMade, _: Fold) -> None:
    tables.put(RESET_CODE, event.account, event.code_hash, event.at)


def certificate_added(tables: Tables, event: CertificateAdded, _: Fold) -> None:
    tables.insert(CERTIFICATE, event.fingerprint, event.account, event.at)


def certificate_removed(tables: Tables, event: CertificateRemoved, _: Fold) -> None:
    tables.drop(CERTIFICATE, where(fingerprint=event.fingerprint))


def login_kept(tables: Tables, event: LoginKept, _: Fold) -> None:
    tables.put(KEPT_LOGIN, event.token_hash, event.account, event.at)


def login_forgotten(tables: Tables, event: LoginForgotten, _: Fold) -> None:
    tables.drop(KEPT_LOGIN, where(token_hash=event.token_hash))


def account_deleted(tables: Tables, event: AccountDeleted, _: Fold) -> None:
    for table in OF_ACCOUNTS:
        tables.drop(table, where(account=event.account))
    tables.drop(CLIENT_ID, where(party=event.party))
    tables.alter(INVITE_USE, where(party=event.party), pending=0)
    tables.insert(DELETED_ACCOUNT, event.account, event.name, event.at, int(event.erase))


def account_erased(tables: Tables, event: AccountErased, _: Fold) -> None:
    tables.alter(DELETED_ACCOUNT, where(account=event.account), erasing=0)


def operator_appointed(tables: Tables, event: OperatorAppointed, _: Fold) -> None:
    tables.alter(ACCOUNT, where(account=event.account), operator=int(event.operator))


def read(tables: Reading) -> Fields:
    """What `State` has of accounts."""
    silenced: dict[int, list[str]] = {}
    for account, _, _, mask in tables.rows(SILENCE):
        silenced.setdefault(account, []).append(mask)
    emails = {account: address for account, _, address in tables.rows(EMAIL)}
    codes = {account: (code, at) for account, code, at in tables.rows(RESET_CODE)}
    ((_, salt_key),) = tables.rows(SALT_KEY)
    standing = _by_account((account, (log, prefixes)) for log, account, _, prefixes in tables.rows(STANDING))
    markers = _by_account((account, (log, until)) for account, log, _, until in tables.rows(READ_MARKER))
    first = _by_account((account, (log, first)) for account, log, _, first, _ in tables.rows(MEMBERSHIP))
    leaving = {account for account, _ in tables.rows(LEAVING)}
    return {
        "accounts": Absent(
            AccountState(
                account,
                name,
                at,
                Credentials(*known),
                bool(operator),
                *codes.get(account, (b"", 0)),
                privacy,
                silenced.get(account, []),
                emails.get(account, ""),
                account not in leaving,
                standing.get(account, []),
                markers.get(account, []),
                first.get(account, []),
            )
            for account, at, name, *known, operator, privacy in tables.rows(ACCOUNT)
        ),
        "deleted": [
            DeletedState(account, name, at, bool(erasing))
            for account, name, at, erasing in tables.rows(DELETED_ACCOUNT)
        ],
        "former": [FormerState(*row) for row in tables.rows(FORMER_NAME)],
        "certificates": [CertificateState(account, mark, at) for mark, account, at in tables.rows(CERTIFICATE)],
        "logins": [LoginState(account, token_hash, at) for token_hash, account, at in tables.rows(KEPT_LOGIN)],
        "salt_key": salt_key,
    }


def _by_account(rows: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = {}
    for account, one in rows:
        found.setdefault(account, []).append(one)
    return found


CHANGES: Changes = {
    AccountChanged: account_changed,
    AccountCreated: account_created,
    AccountDeleted: account_deleted,
    AccountErased: account_erased,
    AccountRenamed: account_renamed,
    CertificateAdded: certificate_added,
    CertificateRemoved: certificate_removed,
    LoginKept: login_kept,
    LoginForgotten: login_forgotten,
    ResetCodeMade: reset_code_made,
    OperatorAppointed: operator_appointed,
}
