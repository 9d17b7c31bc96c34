"""What Postgres keeps of a role's password, made here so that the password itself never goes there.

RFC 5802 with SHA-256. One round instead of thousands: rounds protect passwords that can be guessed,
ours are 256 random-looking bits, and each login would pay for them.
"""

import base64
import hashlib
import hmac

ROUNDS = 1


def verifier(password: str, salt: bytes) -> str:
    """Such as `SCRAM-SHA-256$1:<salt>$<stored key>:<server key>`. `password` is plain ASCII."""
    salted = hashlib.pbkdf2_hmac("sha256", password.encode("ascii"), salt, ROUNDS)
    client = hmac.digest(salted, b"Client Key", "sha256")
    stored = hashlib.sha256(client).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    return f"SCRAM-SHA-256${ROUNDS}:{_text(salt)}${_text(stored)}:{_text(server)}"


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
