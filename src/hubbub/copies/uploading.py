"""Copies that go to a store of objects, too: S3 and what speaks like it, by the extra `hubbub[s3]`.

Only new objects are written there; which old ones go is a rule of the store's, for who has broken in here is not to
reach them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .errors import CopyError
from .orders import Store

ATTEMPTS = 3  # after the first one, by the library, with pauses between


def upload(path: Path, store: Store) -> None:
    """Bring the copy there, under its own name. Raises CopyError."""
    try:
        import obstore
        from obstore.exceptions import BaseError
        from obstore.store import from_url
    except ImportError as error:
        raise CopyError("to bring copies to a store needs a library: pip install 'hubbub[s3]'") from error
    try:
        obstore.put(from_url(store.url, **_options(store)), path.name, path)
    except (BaseError, OSError, ValueError) as error:
        raise CopyError(f"{path} is made and proved, but was not brought to {store.url}: {_why(error)}") from error


def _options(store: Store) -> dict[str, Any]:
    """What is not said is looked for where AWS's own programs do, such as the role of the machine."""
    given = {
        "endpoint": store.endpoint,
        "region": store.region,
        "access_key_id": store.key,
        "secret_access_key": store.secret,
    }
    return {
        **{name: value for name, value in given.items() if value},
        "client_options": {"allow_http": store.endpoint.startswith("http:")},
        "retry_config": {"max_retries": ATTEMPTS},
    }


def _why(error: Exception) -> str:
    """The first sentence: what the library says behind it is for those who look for its faults."""
    return " ".join(str(error).partition("\n\nDebug source")[0].split())
