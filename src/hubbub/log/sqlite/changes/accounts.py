"""Accounts in the state tables."""

from __future__ import annotations

import apsw
from msgspec.structs import astuple

from hubbub.chat.events import (
    AccountChanged,
    AccountCreated,
    AccountDeleted,
    AccountErased,
    CertificateAdded,
    CertificateRemoved,
    LoginForgotten,
    LoginKept,
    OperatorAppointed,
    ResetCodeMade,
)

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
