"""Secrets at rest: encrypted with a key that is never in the database."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def _cipher() -> MultiFernet:
    """The master key may be several, comma-separated: the first encrypts, all decrypt, so that keys
    can be changed.
    """
    keys = settings.SITEWRIGHT.master_key.get_secret_value().split(",")
    if keys == [""]:
        raise RuntimeError(
            "MASTER_KEY is not set, so secrets cannot be kept. Set it to a long random text."
        )
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest())) for key in keys]
    )


def encrypt(text: str) -> bytes:
    """The ciphertext of a secret."""
    return _cipher().encrypt(text.encode())


def decrypt(ciphertext: bytes | memoryview) -> str:
    """The secret; only on its way into a site's process."""
    return _cipher().decrypt(bytes(ciphertext)).decode()
