"""Tokens that browsers hold and we keep only as hashes."""

import hashlib
import secrets


def new_token() -> str:
    """256 random bits, fit for a cookie and an address."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What is stored of a token: SHA-256 in hex. Random 256 bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
