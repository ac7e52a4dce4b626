"""What a person is told of each trouble: a sentence, and what to do about it."""

from __future__ import annotations

from hubbub.typed.sentences import size_of
from hubbub.wire.sanitize import visible

from .happenings import Upload, UploadChanged
from .trouble import Trouble

# What the reasons of "bad-address" and "own-certificate" mean; any other reason is in words already.
_ADDRESS = {
    "empty": "That is no address.",
    "host": "{address} is not the address of a server: it may be a name or a number, and a port behind a colon.",
    "port": "{address} has a port that is none: ports are numbers from 1 to 65535.",
    "scheme": "{address} begins with what is not spoken here: irc, ircs, ws, wss, http, https and hubbub are.",
    "user": "{address}: no name and no password belong into an address.",
    "link": "That is not the link of an invitation: {why}",
}
_CERTIFICATE = {
    "not-pem": "{file} is no PEM file with a certificate and its key",
    "passphrase": "{file} cannot be used: its key is encrypted with a passphrase",
}
_OTHER_CERTIFICATE = "{file} cannot be used: {reason}"

_SENTENCES = {
    "no-host": "cannot reach {place}: there is no such host; is the server running?",
    "no-lookup": "cannot reach {place}: nobody can be asked for its address; is there a network?",
    "refused": "cannot reach {place}: connection refused; is the server running?",
    "unreachable": "cannot reach {place}: {reason}; is the server running?",
    "no-answer": "cannot reach {place}: no answer; is the server running?",
    "broken-off": "cannot talk to {place}: {reason}",
    "no-websocket": "cannot talk to {place}: it is no chat, or not at this path (it answers: {status})",
    "certificate-changed": (
        "The certificate of {place} has changed. It was\n  {known}\nand now it is\n  {shown}\n"
        "Either the server has a new one, or somebody is between you and the server. Ask its operator.\n"
        "If the new one is right, remove the line of this server from {file}"
    ),
    "certificate-not-invited": (
        "The certificate of {place} is not the one of the invitation. That one is\n  {invited}\nand the server shows\n"
        "  {shown}\nSomebody may be between you and the server, or it has a new certificate. Ask who invited you."
    ),
    "certificate-strict": (
        "{host} has asked for safe connections only, and shows a certificate that nobody vouches for.\n"
        "Somebody may be between you and the server. Ask its operator.\n"
        "If the certificate is right, remove the line of this server from {file}"
    ),
    "certificate-declined": "The certificate was not accepted.",
    "lost": "The connection was lost: {reason}",
    "silent": "The connection was lost: the server does not answer",
    "banned": "{reason}",
    "turned-away": "The server closed the connection: {reason}",
    "unanswered": "There was no answer to the question.",
    "left": "Goodbye.",
    "running": "This is open already, in another window.",
    "not-connected": "There is no connection. Try again when there is one.",
    "no-files": "Nobody can upload files on this server.",
    "refused-file": "{reason}",
    "not-now": "For ten minutes the server could not: {reason}",
    "not-fetched": "The file was not fetched: {reason}",
    "file": "{file} cannot be read or written: {reason}",
    "fault": "Something went wrong here ({reason}). It is written down in {file}",
}
_FOR_LATER = frozenset({"lost", "silent", "not-connected", "not-now"})


def of(trouble: Trouble) -> str:
    """The sentence, in several lines where it is a long one. What others have put into it obeys nobody."""
    details = {name: visible(value) for name, value in trouble.details.items()}
    host = details.get("host", "")
    details["place"] = f"[{host}]:{details.get('port', '')}" if ":" in host else f"{host}:{details.get('port', '')}"
    if trouble.code == "bad-address":
        return _ADDRESS[details["reason"]].format(**details)
    if trouble.code == "own-certificate":
        return _CERTIFICATE.get(details["reason"], _OTHER_CERTIFICATE).format(**details)
    words = _SENTENCES[trouble.code].format(**details)
    return words.removesuffix(": ")


def owned(name: str, *, wrong: bool = False) -> str:
    """Of a name that was refused: whose it is. `wrong`: after a password that was not theirs."""
    if wrong:
        return f"That is not the password of {name}. Type it again, or take another name."
    return f"The name {name} belongs to an account here. If it is yours, type its password; else take another name."


def of_upload(change: UploadChanged) -> str:
    """How it stands with a file on its way; '' once it is shared, which one sees."""
    upload = change.upload
    name = visible(upload.name)
    match change.stage:
        case "begun":
            return f"Uploading {name} ({size_of(upload.size)}). To stop it: /upload stop"
        case "on":
            return f"{name}: {percent(upload)} of {size_of(upload.size)} are uploaded."
        case "failed" if upload.trouble is not None:
            return f"{name} was not uploaded: {of(upload.trouble)}{_again(upload)}"
        case "stopped":
            return f"{name} was not uploaded."
    return ""


def _again(upload: Upload) -> str:
    """What to type to try it again, where that makes sense."""
    if not is_for_later(upload):
        return ""
    return f" - to try again: /upload {visible(str(upload.file))}"


def is_for_later(upload: Upload) -> bool:
    """Whether what has failed may be done in the same way at another time."""
    return upload.trouble is not None and upload.trouble.code in _FOR_LATER


def on_its_way(upload: Upload) -> str:
    """How far it is, in few words."""
    return f"{visible(upload.name)}: {percent(upload)} of {size_of(upload.size)}"


def percent(upload: Upload) -> str:
    return f"{upload.sent * 100 // max(1, upload.size)} %"
