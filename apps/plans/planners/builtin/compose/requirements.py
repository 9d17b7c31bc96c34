"""Requirements and what is left out: every stretch of the brief ends in one of both."""

from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.verdicts import Built, NotBuilt, Verdict
from apps.plans.planners.builtin.grammar.reading import Reading
from apps.plans.planners.builtin.grammar.wishes import Background, Beyond, Wish
from apps.plans.planners.builtin.language.source import Source, Span

NOT_UNDERSTOOD = (
    "The built-in planner did not understand this. Say it in other words, or hand it to a person."
)
BACKGROUND = "Read as background: nothing is built from it."


def write(draft: Draft, reading: Reading, verdicts: list[tuple[Wish, Verdict]]) -> None:
    """Writes `requirements` and `left_out` in the order of the brief."""
    built: dict[Span, list[Built]] = {}
    left: dict[Span, list[str]] = {}
    for wish, verdict in verdicts:
        span = _whole_words(reading.source, wish.span)
        if isinstance(verdict, Built):
            built.setdefault(span, []).append(verdict)
        else:
            left.setdefault(span, []).append(verdict.reason)
    _settle(built, left)
    for span in reading.unread:
        left.setdefault(span, []).append(NOT_UNDERSTOOD)
    requirements = [
        _requirement(reading.source, span, verdicts)
        for span, verdicts in sorted(
            built.items(), key=lambda entry: (entry[0].start, -entry[0].end)
        )
    ]
    draft.data["requirements"] = _merged(requirements)
    draft.data["left_out"] = [
        {"quote": reading.source.quote(span), "reason": " ".join(dict.fromkeys(reasons))}
        for span, reasons in sorted(left.items(), key=lambda entry: entry[0].start)
        if reading.source.quote(span)
    ]


def _whole_words(source: Source, span: Span) -> Span:
    """The stretch as it reads well: without a joining word in front, closed brackets."""
    start, end = span.start, span.end
    text = source.plain[start:end]
    for word in ("and ", "or ", "then ", "with ", "but ", "that ", "which ", "also "):
        if text.startswith(word) and word not in {"with "}:
            start += len(word)
            text = source.plain[start:end]
    if text.count("(") > text.count(")") and source.plain[end : end + 1] == ")":
        end += 1
    return (
        source.trim(start, end) if not source.plain[start:end].endswith(")") else Span(start, end)
    )


def _settle(built: dict[Span, list[Built]], left: dict[Span, list[str]]) -> None:
    """A stretch that is built and not built becomes a requirement that is built in part."""
    for span in [span for span in left if span in built]:
        reasons = " ".join(dict.fromkeys(left.pop(span)))
        first = built[span][0]
        built[span][0] = Built(first.provides, first.meaning, f"{first.partly} {reasons}".strip())


def _requirement(source: Source, span: Span, verdicts: list[Built]) -> Data:
    meanings = list(dict.fromkeys(verdict.meaning for verdict in verdicts if verdict.meaning))
    partly = " ".join(dict.fromkeys(verdict.partly for verdict in verdicts if verdict.partly))
    data: Data = {"quote": source.quote(span)}
    if meanings:
        data["meaning"] = "; ".join(meanings[:3])
    data["provides"] = list(
        dict.fromkeys(address for verdict in verdicts for address in verdict.provides)
    )
    if partly:
        data["partly"] = partly
    return data


def _merged(requirements: list[Data]) -> list[Data]:
    """The same words twice in a brief are one requirement."""
    found: dict[str, Data] = {}
    for requirement in requirements:
        if not requirement["quote"]:
            continue
        known = found.setdefault(requirement["quote"], requirement)
        if known is not requirement:
            known["provides"] = list(dict.fromkeys([*known["provides"], *requirement["provides"]]))
    return list(found.values())


def without_building(wish: Wish) -> Verdict | None:
    """The verdict on wishes that need no building."""
    if isinstance(wish, Beyond):
        return NotBuilt(wish.reason)
    return NotBuilt(BACKGROUND) if isinstance(wish, Background) else None
