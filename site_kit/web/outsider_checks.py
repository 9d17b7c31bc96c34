"""Checks of public forms: what outsiders would choose from, send, and read afterwards."""

from __future__ import annotations

from collections.abc import Iterator

from site_kit.choices import is_narrowed
from site_kit.counters import references_of
from site_kit.declaring import Said, no_path
from site_kit.hidden import is_hidden
from site_kit.messages import PLACES
from site_kit.pages import Form
from site_kit.paths import NoSuchPath, walk
from site_kit.registry import declared
from site_kit.web.kinds import FILES, kind_of
from site_kit.web.outsiders import fields_of, reference_name


def of_public(page: type[Form]) -> Iterator[Said]:
    """What one form says about outsiders."""
    if not page.public:
        if page.reply:
            yield "reply is for outsiders.", "Write public = True, or leave it out."
        return
    yield from _of_fields(page)
    numbered = {field.name for field in references_of(page.model)}
    for path in PLACES.findall(page.after):
        if path not in {*fields_of(page), *numbered}:
            said = f"after: {path!r} is not what the outsider has entered."
            yield said, "Name a field of the form, or a reference."
    yield from _of_reply(page)


def _of_fields(page: type[Form]) -> Iterator[Said]:
    model = page.model
    table = declared.permissions.get(model)
    narrowed = {*table.seen_by, *table.edited_by} if table else set()
    for name in dict.fromkeys((*page.fields, *(one for _, few in page.steps for one in few))):
        try:
            field = walk(model, name).field
        except NoSuchPath:
            continue
        if kind_of(field) in FILES:
            yield f"fields: outsiders send no file, such as {name!r}.", "Leave it out."
        if name in narrowed:
            yield f"fields: {name!r} is for some people only.", "Leave it out of the public form."
    for name in fields_of(page):
        field = walk(model, name).field
        if field.is_relation and field.editable and not is_narrowed(model, name):
            said = f"fields: {name!r} says not what outsiders may choose."
            yield said, "Give the field a kit.Pick: they read what it lets through, nothing else."


def _of_reply(page: type[Form]) -> Iterator[Said]:
    model = page.model
    if page.reply and not reference_name(model):
        yield "reply needs a reference with {random}: it is the way back.", "Add one."
    for path in page.reply:
        try:
            field = walk(model, path).field
        except NoSuchPath:
            yield from no_path(model, "reply", path)
            continue
        if is_hidden(model, path):
            yield f"reply: not everybody may see {path!r}.", "Leave it out."
        if kind_of(field) in FILES:
            yield f"reply: outsiders read no file, such as {path!r}.", "Leave it out."
