"""Folders with several papers and pictures each."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

import site_kit as kit


class Folder(kit.Row):
    papers = kit.FilesField(blank=True, types=("pdf", "txt"), max_mb=1)
    name = models.CharField(max_length=250)
    pictures = kit.ImagesField(blank=True)
    secret = kit.FilesField(blank=True)
    sheets = kit.Computed(kit.SizeOf("papers"), models.IntegerField())
    bare = kit.Computed(Q(papers=""), models.BooleanField())

    class Meta:
        db_table = "folder"


class FolderPermissions(kit.Permissions):
    model = Folder
    member = kit.Grant(["member"], can=["all"], where=~Q(name__startswith="hidden"))

    seen_by = {"secret": ["admin"]}


class CopyFolder(kit.Duplicate):
    model = Folder
