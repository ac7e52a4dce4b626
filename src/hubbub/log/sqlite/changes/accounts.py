"""Accounts in the state tables."""

from __future__ import annotations

from typing import Any

import apsw
from msgspec.structs import astuple

from hubbub.chat.events import (
    AccountChanged,
    AccountCreated,
    AccountDeleted,
    AccountErased,
    CertificateAdded,
    CertificateRemoved,
    Credentials,
    LoginForgotten,
    LoginKept,
    OperatorAppointed,
    ResetCodeMade,
)
from hubbub.chat.ports import AccountState, CertificateState, DeletedState, Fields, LoginState

from .table import Changes

OF_ACCOUNTS = (
    "account", "certificate", "kept_login", "leaving", "membership", "metadata", "presence",
    "read_marker", "reset_code", "silence", "standing",
)  # fmt: skip
"""The tables whose rows are an account's, by its number, and go with it."""


def account_created(connection: apsw.Connection, event: AccountCreated) -> None:
    connection.execute(
        "insert into account (account, at, name, password_hash, salt, iterations, stored_key, server_key)"
        " values (?, ?, ?, ?, ?, ?, ?, ?)",
        (event.account, event.at, event.name, *astuple(event.credentials)),
    )


def account_changed(connection: apsw.Connection, event: AccountChanged) -> None:
    connection.execute(
        "update account set password_hash = ?, salt = ?, iterations = ?, stored_key = ?, server_key = ?"
        " where account = ?",
        (*astuple(event.credentials), event.account),
    )
    connection.execute("delete from reset_code where account = ?", (event.account,))


def reset_code_made(connection: apsw.Connection, event: ResetCodeMade) -> None:
    connection.execute("insert or replace into reset_code values (?, ?, ?)", (event.account, event.code_hash, event.at))


def certificate_added(connection: apsw.Connection, event: CertificateAdded) -> None:
    connection.execute("insert into certificate values (?, ?, ?)", (event.fingerprint, event.account, event.at))


def certificate_removed(connection: apsw.Connection, event: CertificateRemoved) -> None:
    connection.execute("delete from certificate where fingerprint = ?", (event.fingerprint,))


def login_kept(connection: apsw.Connection, event: LoginKept) -> None:
    connection.execute(
        "insert or replace into kept_login values (?, ?, ?)", (event.token_hash, event.account, event.at)
    )


def login_forgotten(connection: apsw.Connection, event: LoginForgotten) -> None:
    connection.execute("delete from kept_login where token_hash = ?", (event.token_hash,))


def account_deleted(connection: apsw.Connection, event: AccountDeleted) -> None:
    for table in OF_ACCOUNTS:
        connection.execute(f"delete from {table} where account = ?", (event.account,))
    connection.execute("delete from client_id where party = ?", (event.party,))
    connection.execute(
        "insert into deleted_account values (?, ?, ?, ?)", (event.account, event.name, event.at, event.erase)
    )


def account_erased(connection: apsw.Connection, event: AccountErased) -> None:
    connection.execute("update deleted_account set erasing = 0 where account = ?", (event.account,))


def operator_appointed(connection: apsw.Connection, event: OperatorAppointed) -> None:
    connection.execute("update account set operator = ? where account = ?", (event.operator, event.account))


def read(connection: apsw.Connection) -> Fields:
    """What `State` has of accounts."""
    rows = connection.execute
    silenced: dict[int, list[str]] = {}
    for account, mask in rows("select account, mask from silence order by at, folded"):
        silenced.setdefault(account, []).append(mask)
    return {
        "accounts": [_account(silenced.get(row[0], []), *row) for row in rows(_ACCOUNTS)],
        "deleted": [DeletedState(account, name, at, bool(erasing)) for account, name, at, erasing in rows(_DELETED)],
        "certificates": [
            CertificateState(*row) for row in rows("select account, fingerprint, at from certificate order by at")
        ],
        "logins": [
            LoginState(*row) for row in rows("select account, token_hash, at from kept_login order by at, token_hash")
        ],
        "salt_key": rows("select key from salt_key").get,
    }


_ACCOUNTS = """
    select account, name, account.at, operator, coalesce(code_hash, x''), coalesce(reset_code.at, 0), privacy,
    password_hash, salt, iterations, stored_key, server_key
    from account left join reset_code using (account) order by account
"""
_DELETED = "select account, name, at, erasing from deleted_account order by at"


def _account(silenced: list[str], *row: Any) -> AccountState:
    account, name, at, operator, code, code_at, privacy, *credentials = row
    known = Credentials(*credentials)
    return AccountState(account, name, at, known, bool(operator), code, code_at, privacy, silenced)


CHANGES: Changes = {
    AccountChanged: account_changed,
    AccountCreated: account_created,
    AccountDeleted: account_deleted,
    AccountErased: account_erased,
    CertificateAdded: certificate_added,
    CertificateRemoved: certificate_removed,
    LoginKept: login_kept,
    LoginForgotten: login_forgotten,
    ResetCodeMade: reset_code_made,
    OperatorAppointed: operator_appointed,
}
