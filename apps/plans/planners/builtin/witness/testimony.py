"""The last word on a plan: what of the asker's words nothing in it claims."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from apps.plans.planners.builtin.compose.requirements import NOT_UNDERSTOOD
from apps.plans.planners.builtin.language.source import Span
from apps.plans.planners.builtin.lexicon import Lexicon
from apps.plans.planners.builtin.witness.claims import Said, State, Witness
from apps.plans.planners.builtin.witness.evidence import Evidence, gather, gather_edits
from apps.plans.planners.builtin.witness.stretches import stretches

_QUOTED = re.compile(r"“([^”]+)”")


def partly_of(
    data: dict[str, Any],
    change: Mapping[str, Any],
    lexicon: Lexicon,
    edits: Sequence[dict[str, Any]] = (),
) -> str:
    """The text of `partly` for one requirement: what it says already, and what was not taken up.

    `data` is the tool as it is now; `edits` brought it there. Empty where each meaningful word of
    the quote is claimed by what stands at the addresses, or by the edits.
    """
    quote, said = str(change["quote"]), _said(change)
    evidence = _evidence(deepcopy(data), change["provides"], said)
    evidence.add(gather_edits(edits))
    heard = Witness(lexicon).hear(quote, evidence)
    lost = [one.state is State.LOST for one in heard]
    return _sentence(quote, stretches(quote, heard, lost), said)


@dataclass(frozen=True, slots=True)
class _Heard:
    """A requirement, where its quote stands in the brief, and what became of its words."""

    entry: dict[str, Any]
    spans: tuple[Span, ...]
    said: tuple[Said, ...]

    def claimed(self) -> Iterator[int]:
        """Where in the brief a word stands that is claimed."""
        for one in self.said:
            if one.state is State.CLAIMED:
                yield from (place.start for place in self.places(one))

    def places(self, one: Said) -> Iterator[Span]:
        """Where a word of the quote stands in the brief."""
        for span in self.spans:
            yield Span(span.start + one.token.start, span.start + one.token.end)

    def lies_in(self, other: "_Heard") -> bool:
        """Whether it quotes a part of what the other quotes."""
        return len(self.entry["quote"]) < len(other.entry["quote"])


def bear_witness(data: dict[str, Any], text: str, lexicon: Lexicon) -> dict[str, Any]:
    """The same plan, telling of each word of the brief that nothing in it claims.

    A word that one requirement claims is claimed in all that quote it; a word that nothing claims
    is named by the one that quotes the least around it.
    """
    witness, tool = Witness(lexicon), deepcopy(data)
    heard = [
        _Heard(
            entry,
            tuple(_places(text, entry["quote"])),
            tuple(witness.hear(entry["quote"], _evidence(tool, entry["provides"], _said(entry)))),
        )
        for entry in data.get("requirements", ())
    ]
    told = list(_told(data, text))
    claimed = {start for one in heard for start in one.claimed()}
    kept: list[dict[str, Any]] = []
    left: list[dict[str, str]] = list(data.get("left_out", ()))
    for one in heard:
        nearer = (span for other in heard if other.lies_in(one) for span in other.spans)
        settled = _marked(text, [*told, *nearer])
        lost = [_is_lost(one, said, claimed, settled) for said in one.said]
        if any(lost) and not _said(one.entry) and _is_empty(one.said, lost):
            left.append({"quote": one.entry["quote"], "reason": NOT_UNDERSTOOD})
        else:
            kept.append(_noted(one, lost))
    quoted = _marked(text, [*told, *(span for one in heard for span in one.spans)])
    left += _forgotten(witness, text, quoted)
    left.sort(key=lambda entry: text.find(entry["quote"]))
    told_now = {"requirements": kept, "left_out": left}
    return {key: told_now.pop(key, value) for key, value in data.items()} | {
        key: value for key, value in told_now.items() if value
    }


def _said(entry: Mapping[str, Any]) -> str:
    return str(entry.get("partly", ""))


def _evidence(data: dict[str, Any], provides: Iterable[str], said: str) -> Evidence:
    """What the addresses hold, and what is already said to be missing: that is told, too."""
    found = gather(data, provides)
    found.add_text(said)
    return found


def _places(text: str, quote: str) -> Iterator[Span]:
    """Everywhere a quote stands."""
    start = text.find(quote) if quote else -1
    while start >= 0:
        yield Span(start, start + len(quote))
        start = text.find(quote, start + len(quote))


def _told(data: dict[str, Any], text: str) -> Iterator[Span]:
    """What the plan speaks of elsewhere: left out, or quoted in an assumption."""
    quotes = [entry["quote"] for entry in data.get("left_out", ())]
    for assumption in data.get("assumptions", ()):
        quotes += _QUOTED.findall(str(assumption))
    for quote in quotes:
        yield from _places(text, quote)


def _is_lost(one: _Heard, said: Said, claimed: set[int], settled: bytearray) -> bool:
    return said.state is State.LOST and not any(
        place.start in claimed or settled[place.start] for place in one.places(said)
    )


def _is_empty(said: Sequence[Said], lost: Sequence[bool]) -> bool:
    """Whether every word that asks for something was lost."""
    return all(gone or one.state is State.FREE for one, gone in zip(said, lost, strict=True))


def _noted(one: _Heard, lost: Sequence[bool]) -> dict[str, Any]:
    quote = one.entry["quote"]
    partly = _sentence(quote, stretches(quote, one.said, lost), _said(one.entry))
    return one.entry | ({"partly": partly} if partly else {})


def _sentence(quote: str, spans: Sequence[Span], said: str) -> str:
    named = ", ".join(f"“{quote[span.start : span.end]}”" for span in spans)
    return f"{said} Not taken up: {named}.".strip() if named else said


def _marked(text: str, spans: Sequence[Span]) -> bytearray:
    """Which characters of the brief lie in one of the stretches."""
    marks = bytearray(len(text))
    for span in spans:
        marks[span.start : span.end] = b"\1" * (span.end - span.start)
    return marks


def _forgotten(witness: Witness, text: str, quoted: bytearray) -> Iterator[dict[str, str]]:
    """Words of the brief that no requirement and nothing left out quotes."""
    said = witness.hear(text, Evidence())
    lost = [one.state is State.LOST and not quoted[one.token.start] for one in said]
    for span in stretches(text, said, lost):
        yield {"quote": text[span.start : span.end], "reason": NOT_UNDERSTOOD}
