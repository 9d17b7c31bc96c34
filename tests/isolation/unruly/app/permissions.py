"""Everybody may do everything."""

import site_kit as kit
from app.models import Note


class NotePermissions(kit.Permissions):
    """No limits."""

    model = Note
    everybody = kit.Grant(["member"], can=["all"])
