"""Checks of form pages: what they set and say, and that no file is lost between their steps."""

from __future__ import annotations

from collections.abc import Iterator

from site_kit.declaring import Said, no_path, no_value
from site_kit.hidden import is_hidden
from site_kit.messages import paths_in
from site_kit.pages import Form
from site_kit.paths import NoSuchPath, walk
from site_kit.web.kinds import FILES, kind_of


def of_form(page: type[Form]) -> Iterator[Said]:
    """What one form page says."""
    model = page.model
    for field, value in page.sets.items():
        yield from no_value(model, "sets", field, value)
    for path in paths_in(page.after):
        yield from no_path(model, "after", path)
        if is_hidden(model, path):
            yield f"after: not everybody may see {path!r}.", "Leave it out of the text."
    for _, names in page.steps[:-1]:
        for name in names:
            try:
                late = kind_of(walk(model, name).field) in FILES
            except NoSuchPath:
                continue
            if late:
                yield f"steps: the file {name!r} is asked too early.", "Ask it in the last step."
