"""Strict transport security (IRCv3 sts): what a connection is told of our policy.

"IRCd software SHOULD allow for each part of the STS policy to be configured per hostname": here there is one policy,
for some host names or none.
"""

from __future__ import annotations

from hubbub.chat.limits.policy import Sts
from hubbub.chat.world.session import Session


def value(policy: Sts | None, session: Session) -> str:
    """The value of `sts` in CAP LS; empty: it is not shown to this connection.

    "REQUIRED on an insecure connection": the port; "on a secure connection": the duration. Within this machine nobody
    listens in, and a client that goes through the web, or a gateway, does not choose how it connects.
    """
    if policy is None or not session.direct:
        return ""
    if not session.secure:
        return f"port={policy.port}"
    if session.asked_host not in policy.hosts:
        return ""
    return f"duration={policy.duration}{',preload' * policy.preload}"
