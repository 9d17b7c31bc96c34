"""The digest of a version: everything that an approval is an approval of."""

import hashlib
import json
from functools import cache
from typing import Any

from portal.config import ROOT
from site_contract.manifest import hash_bytes, hash_folder

POLICY = "2026-11"
"""The rules that a version was read and tried by. A new name makes older approvals ask again."""


@cache
def runtime_lock() -> str:
    """What generated code runs on: the locked packages and the site kit, as one hash."""
    lock = hash_bytes((ROOT / "requirements.lock").read_bytes())
    return hash_bytes(f"{lock} {hash_folder(ROOT / 'site_kit')}".encode())


def digest_of(
    *,
    manifest: dict[str, str],
    statements: list[str],
    blueprint: Any,
    env_names: list[str],
    egress_hosts: list[str],
) -> str:
    """SHA-256, in hex, over source tree, ordered migration SQL, blueprint, runtime, policy,
    declared names and hosts.
    """
    parts = {
        "manifest": manifest,
        "statements": statements,
        "blueprint": blueprint,
        "runtime": runtime_lock(),
        "policy": POLICY,
        "env_names": sorted(env_names),
        "egress_hosts": sorted(egress_hosts),
    }
    return hashlib.sha256(
        json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()
    ).hexdigest()
