"""Sentences of English that several files of a tool share: docstrings, messages, the README."""

from __future__ import annotations

from collections.abc import Sequence

from apps.plans.blueprint.resolved import ResolvedEntity

VOWELS = "aeiou"


def sentence(text: str) -> str:
    """A text as a sentence: begins large, ends with a full stop."""
    folded = " ".join(text.split())
    if not folded:
        return ""
    folded = folded[0].upper() + folded[1:]
    return folded if folded[-1] in ".!?…" else f"{folded}."


def joined(words: Sequence[str], last: str = "and") -> str:
    """`a, b and c`."""
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)


def low(name: str) -> str:
    """A name inside a sentence: `Match status` -> `match status`, but `PO number` stays."""
    return name[:1].lower() + name[1:] if name[1:2].islower() or len(name) == 1 else name


def article(noun: str) -> str:
    """`an invoice`, `a request`."""
    return f"{'an' if noun[:1].lower() in VOWELS else 'a'} {noun}"


def noun(entity: ResolvedEntity) -> str:
    """What one row is called inside a sentence."""
    return low(entity.name)


def plural(entity: ResolvedEntity) -> str:
    """What many rows are called inside a sentence."""
    return low(entity.plural)


def identifier(text: str, longest: int) -> str:
    """Words of a quote as the name of a test: plain letters and digits only, whole words."""
    kept = "".join(char if char.isascii() and char.isalnum() else _gap(char) for char in text)
    parts = kept.lower().split()
    while len("_".join(parts)) > longest:
        parts = parts[: len(parts) - 1 - (parts[-2:-1] == ["and"])] if len(parts) > 1 else []
    return "_".join(parts) or "".join(kept.lower().split())[:longest]


def _gap(char: str) -> str:
    return "" if char in "'’" else " "


def many(noun: str) -> str:
    """A plural: `approver` -> `approvers`, `HR` stays."""
    if noun.isupper() or noun.endswith("s"):
        return noun
    return f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2:-1] not in VOWELS else f"{noun}s"
