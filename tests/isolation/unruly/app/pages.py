"""One page."""

import site_kit as kit
from app.models import Note


class NotesPage(kit.Table):
    """Every note."""

    model = Note
    columns = ("title",)


class TellPage(kit.Form):
    """What anybody may tell."""

    model = Note
    fields = ("title",)
    public = True
