"""Client certificates: any is accepted, and stands for whoever has its private key (docs/decisions/0011).

OpenSSL ends the handshake of a client whose certificate no authority has signed, and Python has no way to say
otherwise. So one function of OpenSSL is called past Python; where that cannot be done safely, nobody is asked.
"""

from __future__ import annotations

import ssl
import sys
from collections.abc import Callable
from functools import cache

KNOWN = (3, 15)  # the newest Python whose SSLContext was seen to begin with the pointer to OpenSSL's


class CannotAsk(Exception):
    """No client can be asked for a certificate here; the text says why."""


def ask(context: ssl.SSLContext) -> None:
    """Ask every client of this context for a certificate, and accept any, or none. Raises CannotAsk.

    That the client has the private key is still proved by the handshake; names, dates and signatures of the
    certificate mean nothing.
    """
    if sys.implementation.name != "cpython" or sys.version_info[:2] > KNOWN:
        raise CannotAsk("it is not known how this Python keeps OpenSSL's contexts")
    _acceptance()(context)


@cache  # what OpenSSL calls must not be collected
def _acceptance() -> Callable[[ssl.SSLContext], None]:
    """What makes a context ask, and accept any certificate.

    With SSL_CTX_set_cert_verify_callback OpenSSL checks no chain at all, which also spares the work that hostile
    chains can make.
    """
    try:
        import _ssl
        import ctypes

        library = ctypes.CDLL(getattr(_ssl, "__file__", None))
        set_callback, verify_mode = library.SSL_CTX_set_cert_verify_callback, library.SSL_CTX_get_verify_mode
    except (ImportError, OSError, AttributeError, TypeError) as error:
        raise CannotAsk(f"OpenSSL cannot be reached: {error}") from error
    kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
    accepted = kind(_accepted)
    set_callback.argtypes, set_callback.restype = [ctypes.c_void_p, kind, ctypes.c_void_p], None
    verify_mode.argtypes, verify_mode.restype = [ctypes.c_void_p], ctypes.c_int

    def accept(context: ssl.SSLContext) -> None:
        inside = ctypes.c_void_p.from_address(id(context) + object.__basicsize__)
        for mode in (ssl.CERT_NONE, ssl.CERT_OPTIONAL):  # they are numbered as in OpenSSL
            context.verify_mode = mode
            if not inside.value or verify_mode(inside) != mode.value:
                raise CannotAsk("OpenSSL's context was not found where it should be")
        set_callback(inside, accepted, None)

    return accept


def _accepted(store: object, argument: object) -> int:
    return 1
