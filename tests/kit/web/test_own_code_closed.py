"""What code of the tool's own cannot reach: whose row it is, hidden values, the tool's clock."""

from __future__ import annotations

from site_kit.errors import KitError
from site_kit.hooks import run_job
from site_kit.records import HistoryLine
from tests.kit.lab.models import Project
from tests.kit.own_code import own_code
from tests.kit.web.workshop import WorkshopCase

USES = "from site_kit.extensions import act, change, create, find, refuse, remove, today\n"
FORGED = {
    "number": ("change(rows[0], id=rows[1].id)", "ID of project"),
    "pk": ("change(rows[0], pk=rows[1].id)", "ID of project"),
    "new_number": ('create("project", id=99999, name="New")', "ID of project"),
    "maker": ("change(rows[0], created_by=7)", "Created by of project"),
    "changer": ("change(rows[0], updated_by=rows[1].lead)", "Updated by of project"),
    "moment": ("change(rows[0], updated_at=today())", "Updated at of project"),
    "file": ('change(rows[0], paper="other/row/key.pdf")', "Paper of project"),
    "elsewhere": ('change(rows[0], **{"parent.name": "Mine"})', "worked out"),
}


class ForgingTests(WorkshopCase):
    def test_a_job_writes_no_number_no_stamp_and_no_file(self) -> None:
        wall = self.project("Wall", lead=self.mara.person)
        rows = [self.project("Roof", parent=wall), wall]
        before = list(Project.everything.order_by("pk").values())
        lines = HistoryLine.objects.count()
        sources = {k: f"{USES}\n\ndef job(rows):\n    {said}\n" for k, (said, _) in FORGED.items()}
        with own_code(sources):
            for one, (_, sentence) in FORGED.items():
                with self.subTest(one), self.assertRaisesMessage(KitError, sentence):
                    run_job(one, rows)
        assert list(Project.everything.order_by("pk").values()) == before
        assert HistoryLine.objects.count() == lines
