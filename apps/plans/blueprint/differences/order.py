"""Which entries of a list were moved: the fewest that explain the new order."""

from collections.abc import Sequence


def moved(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, str]]:
    """Each moved entry with the one it now comes after (empty: it is the first)."""
    places = {name: place for place, name in enumerate(old)}
    common = [name for name in new if name in places]
    kept = _longest_rising([places[name] for name in common])
    stayed = {old[place] for place in kept}
    found = []
    for index, name in enumerate(common):
        if name not in stayed:
            found.append((name, common[index - 1] if index else ""))
    return found


def _longest_rising(numbers: Sequence[int]) -> list[int]:
    """A longest rising run of the numbers, gaps allowed."""
    best: list[list[int]] = []
    for number in numbers:
        before = max((run for run in reversed(best) if run[-1] < number), key=len, default=[])
        best.append([*before, number])
    return max(reversed(best), key=len, default=[])
