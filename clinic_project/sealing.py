"""Values that lie in the database only encrypted: sealed with a key of the environment, found by exact match alone.

``DATA_KEYS`` holds one or more keys, the newest first. The newest seals; all of them open, so that a key can be changed
while the system runs: put the new one in front, run ``manage.py reseal_members``, take the old one away.
From each key two are derived, one to encrypt (Fernet) and one for the digest (HMAC-SHA256) by which a value is found.
"""

import base64
import hashlib
import hmac
import re
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_KEY = re.compile(r"[0-9A-Za-z_-]{43}=?\Z")


class NotOpened(RuntimeError):
    """None of the keys opens the value: a key was taken away too early, or the value was changed in the database."""


def is_key(text: str) -> bool:
    """Whether a text can be a key: 32 random bytes in URL-safe base64."""
    return _KEY.match(text) is not None


def _derived(key: str, use: bytes) -> bytes:
    secret = base64.urlsafe_b64decode(key.rstrip("=") + "=")
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=use).derive(secret)


@cache
def _ring(keys: tuple[str, ...]) -> tuple[MultiFernet, tuple[bytes, ...]]:
    boxes = [Fernet(base64.urlsafe_b64encode(_derived(key, b"clinic.seal"))) for key in keys]
    return MultiFernet(boxes), tuple(_derived(key, b"clinic.digest") for key in keys)


def _now() -> tuple[MultiFernet, tuple[bytes, ...]]:
    return _ring(tuple(settings.DATA_KEYS))


def seal_bytes(content: bytes) -> bytes:
    """Encrypt with the newest key; twice the same content gives two different texts."""
    return _now()[0].encrypt(content)


def open_bytes(sealed: bytes) -> bytes:
    """Decrypt. Raises :class:`NotOpened`."""
    try:
        return _now()[0].decrypt(sealed)
    except InvalidToken as error:
        raise NotOpened from error


def seal(text: str) -> str:
    """Encrypt a text; nothing stays nothing."""
    return seal_bytes(text.encode()).decode() if text else ""


def unseal(sealed: str) -> str:
    """The text again. Raises :class:`NotOpened`."""
    return open_bytes(sealed.encode()).decode() if sealed else ""


def digests(text: str) -> list[str]:
    """The digests a value may be stored under, one a key, that of the newest first."""
    return [hmac.new(key, text.encode(), hashlib.sha256).hexdigest() for key in _now()[1]]


def digest(text: str) -> str:
    """The digest a value is stored under from now on."""
    return digests(text)[0]
