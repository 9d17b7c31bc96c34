"""Sign-in, storage, comments, files, export and the like: what every tool has, and what an entity
is given.
"""

import re

from apps.plans.planners.builtin.abilities import Abilities
from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.entity_names import plural_name, singular_name
from apps.plans.planners.builtin.compose.verdicts import Built, NotBuilt, Verdict, field_address
from apps.plans.planners.builtin.grammar.wishes import Extra
from apps.plans.planners.builtin.lexicon.entries import ExtraWord

_EXCEL = re.compile(r"\b(?:excel|xlsx?|spreadsheets?)\b")
_NO_XLSX = "A workbook (XLSX) is written, not read: save it as CSV to bring it in."
_IMAGES = ("photo", "picture", "image", "screenshot")
_NAMED = (
    "receipt",
    "cv",
    "resume",
    "contract",
    "certificate",
    "document",
    "invoice",
    "quote",
    "proof",
    "report",
    "scan",
    "form",
    "licence",
    "license",
    "agreement",
)
_FILES = ["pdf", "png", "jpg", "jpeg", "docx", "xlsx"]


def provide(draft: Draft, wish: Extra, abilities: Abilities) -> Verdict:
    """Provided by the platform, or built on the entity."""
    word = next(entry for entry in draft.lexicon.extras if entry.id == wish.what)
    if word.sort == "platform":
        return _platform(draft, wish, word)
    makers = {"comments": _comments, "files": _files, "dark": _dark, "accent": _accent}
    return makers[wish.what](draft, wish)


def _platform(draft: Draft, wish: Extra, word: ExtraWord) -> Verdict:
    provides = list(word.provides)
    if word.entity and draft.has_entity(wish.of):
        provides.append(f"entities.{wish.of}")
    excel = word.id == "import" and _EXCEL.search(wish.words) is not None
    return Built(provides, word.meaning, _NO_XLSX if excel else "")


def _comments(draft: Draft, wish: Extra) -> Verdict:
    entity = draft.entity(wish.of)
    entity["comments"] = True
    return Built(
        [f"entities.{wish.of}.comments"],
        f"A thread on each {singular_name(entity).lower()} for whoever may see it",
    )


def _files(draft: Draft, wish: Extra) -> Verdict:
    text = wish.words
    known = list(draft.of_kind(wish.of, "file", "image"))
    image = next((word for word in _IMAGES if word in text), "")
    wanted = image or next(
        (word for word in _NAMED if word in text and word not in draft.entity_words(wish.of)),
        "document",
    )
    for field in known:
        if (
            wanted in field["id"]
            or (not image and wanted == "document")
            or (len(known) == 1 and (field["kind"] == "image") == bool(image))
        ):
            return Built(
                [field_address(wish.of, field["id"])],
                "A file on each record, under the record's rights",
            )
    taken = draft.field(wish.of, wanted)
    identity = f"{wanted}_file" if taken is not None else wanted
    spec: Data = {"kind": "image" if image else "file", "id": identity, "max_mb": 10}
    if not image:
        spec = {"kind": "file", "id": identity, "types": list(_FILES), "max_mb": 10}
    field = draft.add_field(wish.of, spec)
    return Built(
        [field_address(wish.of, field["id"])],
        f"A file on each of the {plural_name(draft.entity(wish.of)).lower()}, under the record's "
        f"rights",
    )


def _dark(draft: Draft, wish: Extra) -> Verdict:
    draft.data.setdefault("theme", {})["mode"] = "dark"
    return Built(["theme.mode"], "Dark colours")


def _accent(draft: Draft, wish: Extra) -> Verdict:
    if not wish.words:
        return NotBuilt("Which colour was not understood.")
    draft.data.setdefault("theme", {})["accent"] = wish.words
    return Built(["theme.accent"], f"Buttons and links in {wish.words}")
