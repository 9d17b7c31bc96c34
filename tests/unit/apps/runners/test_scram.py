"""The verifier is what Postgres itself would make of the same password, salt and rounds."""

import base64
import hashlib
import hmac

from apps.runners.scram import verifier


def test_its_shape() -> None:
    kind, rounds, keys = verifier("secret", b"0123456789abcdef").split("$")
    count, _, salt = rounds.partition(":")
    assert (kind, count, base64.b64decode(salt)) == ("SCRAM-SHA-256", "1", b"0123456789abcdef")
    assert [len(base64.b64decode(key)) for key in keys.split(":")] == [32, 32]


def test_it_proves_who_knows_the_password() -> None:
    """As a server checks a client: the stored key is the hash of what the proof reveals."""
    salt, said = b"0123456789abcdef", b"n=,r=a,r=ab,s=c,i=1"
    stored = base64.b64decode(verifier("secret", salt).split("$")[2].split(":")[0])
    salted = hashlib.pbkdf2_hmac("sha256", b"secret", salt, 1)
    client = hmac.digest(salted, b"Client Key", "sha256")
    signature = hmac.digest(stored, said, "sha256")
    proof = bytes(a ^ b for a, b in zip(client, signature, strict=True))
    revealed = bytes(a ^ b for a, b in zip(proof, signature, strict=True))
    assert hashlib.sha256(revealed).digest() == stored


def test_the_password_is_not_in_it() -> None:
    assert "secret" not in verifier("secret", b"0123456789abcdef")


def test_another_salt_is_another_verifier() -> None:
    assert verifier("secret", b"a" * 16) != verifier("secret", b"b" * 16)
