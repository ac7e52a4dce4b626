"""Client certificates of accounts: who connects with one of them can log in without the password."""

from __future__ import annotations

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.events import CertificateAdded, CertificateRemoved, LoginsEnded
from hubbub.chat.refusals import (
    BadFingerprint,
    CertificateTaken,
    CertificateUnknown,
    NobodysCertificate,
    NoCertificate,
    NotSecure,
    TooManyCertificates,
)
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.session import Session
from hubbub.commands.guard.identity import logged_in

MOST = 10  # of one account
DIGITS = 64  # hex digits of a SHA-256
SHORTEST = 8  # digits that name one of a few


class Certificate(msgspec.Struct, frozen=True):
    """`added`: in milliseconds since 1970; `is_here`: this connection has it."""

    fingerprint: str
    added: int
    is_here: bool


def add(chat: Chat, session: Session, text: str = "") -> str:
    """Trust the certificate with this fingerprint, or without a text that of this connection; its fingerprint.

    Raises NotSecure, NotLoggedIn, NoCertificate, BadFingerprint, CertificateTaken, TooManyCertificates, DiskFull.
    """
    if not session.secure:
        raise NotSecure
    account = logged_in(chat, session)
    fingerprint = _digits(text) if text else session.fingerprint
    if not text and not fingerprint:
        raise NoCertificate
    if len(fingerprint) != DIGITS:
        raise BadFingerprint
    if fingerprint in account.certificates:
        return fingerprint
    if fingerprint in chat.world.accounts.fingerprints:
        raise CertificateTaken
    if len(account.certificates) >= MOST:
        raise TooManyCertificates(limit=str(MOST))
    chat.check_space()
    chat.emit(CertificateAdded(account=account.number, at=chat.now, fingerprint=fingerprint))
    return fingerprint


def remove(chat: Chat, session: Session, text: str) -> tuple[str, int]:
    """Trust it no more (its first digits will do), and end the account's other connections that have it (G19).

    Its fingerprint, and how many they were. Raises NotLoggedIn, BadFingerprint, CertificateUnknown, DiskFull.
    """
    account = logged_in(chat, session)
    digits = _digits(text)
    found = [known for known in account.certificates if known.startswith(digits)]
    if len(digits) < SHORTEST or len(found) != 1:
        raise CertificateUnknown
    chat.check_space()
    chat.emit(CertificateRemoved(account=account.number, at=chat.now, fingerprint=found[0]))
    chat.emit(LoginsEnded(account=account.number, at=chat.now))
    others = [one for one in session.me.sessions if one.fingerprint == found[0] and one is not session]
    for one in others:
        one.close("closed", "The certificate of this connection was removed from the account")
    return found[0], len(others)


def remove_all(chat: Chat, account: Account) -> None:
    """Nobody logs in to the account by a certificate any more."""
    for fingerprint in tuple(account.certificates):
        chat.emit(CertificateRemoved(account=account.number, at=chat.now, fingerprint=fingerprint))


def listed(chat: Chat, session: Session) -> list[Certificate]:
    """The certificates of the account, the oldest first. Raises NotLoggedIn."""
    known = logged_in(chat, session).certificates
    return [Certificate(text, added, text == session.fingerprint) for text, added in known.items()]


def owner(chat: Chat, session: Session) -> Account:
    """The account that trusts the certificate of this connection. Raises NobodysCertificate."""
    account = chat.world.accounts.fingerprints.get(session.fingerprint)
    if account is None:
        raise NobodysCertificate
    return account


def _digits(text: str) -> str:
    digits = text.replace(":", "").lower()
    if set(digits) - set("0123456789abcdef"):
        raise BadFingerprint
    return digits
