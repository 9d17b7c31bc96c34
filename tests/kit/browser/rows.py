"""Rows for the pictures: few or many, with words of every length, the same each time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone

import site_kit as kit
from site_kit.actions import actions_for
from site_kit.apps import tool
from site_kit.asker import TOOL, acting
from site_kit.directory.models import Person, PersonGroup
from site_kit.records import Comment, HistoryLine
from site_kit.registry import declared
from site_kit.testing import CAST

LONG = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
WORDS = (
    "Repair the loading ramp at gate 4",
    "Order pallets",
    f"Translate {LONG} and everything that hangs on it into plain words for the newcomers",
    "Print badges for Monday's visitors",
    LONG * 2,
    "Check the fire doors",
    "Move the forklift's charger away from the cold store, where it freezes every second winter",
)
NAMES = {"close": f"Close it under the {LONG}", "swap": "Swap the two dates of this project"}
SUPPLIERS = ("Northwind Paper", "Orla Freight", f"{LONG} & Sons", "K", "Lumen Power Cooperative")


def put_cast() -> None:
    """The directory, with one person whose name is long."""
    for member in CAST:
        Person.objects.create(
            id=member.id, name=member.name, email=member.email, department=member.department
        )
    Person.objects.create(
        id=6,
        name="Maximiliane-Theodora von Hohenzollern-Sigmaringen",
        email="max@acme.example",
        department="Operations",
    )
    PersonGroup.objects.create(id=1, person_id=3, name="Operations")


def _emptied() -> None:
    Comment.objects.all().delete()
    HistoryLine.objects.all().delete()
    for model in reversed(tool().entities):
        rows: Any = model.everything  # type: ignore[attr-defined]
        rows.all().delete()


def _stamped(several: list[Any]) -> list[Any]:
    now = timezone.now()
    for place, one in enumerate(several):
        one.created_at = one.updated_at = now - timedelta(hours=7 * place)
        one.created_by_id = place % 4 + 1
    return several


def fill_invoices(count: int) -> None:
    """Suppliers and their invoices over some weeks."""
    _emptied()
    supplier, invoice = apps.get_model("app.Supplier"), apps.get_model("app.Invoice")
    if not count:
        return
    with acting(TOOL):
        several = supplier.everything.bulk_create(
            _stamped([supplier(name=name, tolerance=2) for name in SUPPLIERS[:count]])
        )
        today = timezone.localdate()
        made = [
            invoice(
                number=f"NP-{2400 + n}" if n % 7 else f"{LONG}-{n}",
                supplier=several[n % len(several)],
                amount=Decimal(17 * n * n + 3),
                po_number=f"PO-{n}" if n % 3 else "",
                po_amount=Decimal(17 * n * n + 9) if n % 3 else None,
                received_on=today - timedelta(days=(n % 3) * n),
                match_status=("unmatched", "unmatched", "matched", "flagged", "exception")[n % 5],
                decision=("open", "open", "open", "approved")[n % 4],
                agent_notes=WORDS[n % len(WORDS)] if n % 2 else "",
            )
            for n in range(count)
        ]
        invoice.everything.bulk_create(_stamped(made))


def fill_requests(count: int) -> None:
    """Requests in every state."""
    _emptied()
    request = apps.get_model("app.Request")
    today = timezone.localdate()
    states = ("new", "in_review", "in_progress", "blocked", "done", "new")
    made = [
        request(
            title=WORDS[n % len(WORDS)],
            description=f"# Why\n\nBecause of **{LONG}**.\n\n- one\n- two" if n % 2 else "",
            requester_id=n % 4 + 1,
            owner_id=(6 if n % 3 else n % 4 + 1) if states[n % 6] == "done" or n % 5 else None,
            team=("Packing", "", LONG)[n % 3],
            priority=("low", "normal", "high")[n % 3],
            due=today + timedelta(days=n - 6) if n % 4 else None,
            status=states[n % 6],
        )
        for n in range(count)
    ]
    with acting(TOOL):
        kept = request.everything.bulk_create(_stamped(made))
    for one in kept[:1]:
        for text in ("Who has the key?", f"{LONG} {LONG}", "I have.\n\nSee https://example.com/k"):
            Comment.objects.create(entity="request", record=one.pk, by_id=3, text=text)


def fill_workshop(count: int) -> None:
    """Projects with tasks, and measures of every kind."""
    from tests.kit.lab.models import Measure, Project, Task

    _emptied()
    today = timezone.localdate()
    made = [
        Project(
            name=f"{WORDS[n % len(WORDS)]} {n}",
            lead_id=n % 4 + 1 if n % 5 else 6,
            stage=("idea", "running", "over")[n % 3],
            tags=[["red"], ["red", "blue"], []][n % 3],
            budget=Decimal(1234567 * n) if n % 4 else None,
            starts_on=today - timedelta(days=5 * n),
            ends_on=today + timedelta(days=20 - 3 * n) if n < 8 else None,
        )
        for n in range(count)
    ]
    with acting(TOOL):
        kept = Project.everything.bulk_create(_stamped(made))
        tasks = [
            Task(project=kept[n // 3], name=WORDS[n % len(WORDS)], due=today, done=bool(n % 2))
            for n in range(count * 2)
        ]
        Task.everything.bulk_create(_stamped(tasks))
        measures = [
            Measure(
                text=WORDS[n % len(WORDS)][:60],
                whole=n * 1000,
                exact=Decimal(n) / 7,
                flag=bool(n % 2),
                mood=("good", "bad")[n % 2],
                day=today,
                at=timezone.now(),
                clock="14:30",
                owner_id=n % 4 + 1,
            )
            for n in range(count)
        ]
        Measure.everything.bulk_create(_stamped(measures))


OWN_PAGE = """from site_kit.extensions import find

LONG = "A word that is verylongandhasnowheretobreak and goes on and on, as titles sometimes do"


def show(request):
    found = find("project", "name", 8)
    return {"parts": [
        {"figures": [("Projects", len(found)), ("Weight in all", 1234567.5)]},
        {"heading": "How they stand", "text": "**Late** ones come first.\\n\\n- one\\n- two"},
        {"heading": "By name", "columns": ["Project", "Lead", "Days left", "Late", "Remark"],
         "rows": [(one, one.lead, 12, one.late, LONG) for one in found]},
        {"heading": "Go on", "links": [(one.title, one) for one in found[:3]]},
    ]}
"""


def open_the_workshop() -> None:
    """The workshop's pages instead of the invoice tool's: one of each kind that is served."""
    from tests.kit.lab.models import Measure, Project, Task

    own = tool()
    declared.pages = []
    for action in actions_for(Project):
        type(action).name = NAMES.get(action.id, "")
    own.__dict__["entities"] = [Project, Task, Measure]

    class ProjectsPage(kit.Table):
        """Every project, the dearest first."""

        model = Project
        columns = (
            "name",
            "stage",
            "lead",
            "tags",
            "budget",
            "starts_on",
            "ends_on",
            "late",
            "open_tasks",
            "done_share",
        )
        filters = ("stage", "lead", "tags", "late", "budget", "starts_on", "name")
        counts = (
            kit.PageCount("running", Q(stage="running")),
            kit.PageCount("late", Q(late=True)),
            kit.PageCount("money", measure=models.Sum("budget")),
        )
        sort = ("-budget",)
        totals = (models.Sum("budget"),)
        parts = (kit.Stat("all", model=Project), kit.Stat("tasks", model=Task))

    from tests.kit.own_code import open_own_code

    open_own_code({"own": OWN_PAGE})

    class OwnPage(kit.ExtensionPage):
        """What the tool's own code makes of the projects."""

        hook = "own"

    class GroupsPage(kit.Table):
        """What each stage costs, and whose it is."""

        model = Project
        columns = ("name", "starts_on", "late", "open_tasks", "budget")
        group_by = ("stage", "lead")
        sort = ("name",)
        filters = ("lead",)
        totals = (
            models.Sum("budget"),
            models.Count("pk"),
            100 * kit.Divide(models.Sum("budget", filter=Q(late=True)), models.Sum("budget")),
        )

    class SumsPage(kit.Report):
        """What everybody's projects cost."""

        model = Project
        group_by = ("lead", "stage")
        totals = (models.Count("pk"), models.Sum("budget"), models.Max("starts_on"))
        sort = ("-totals[1]",)
        between = "starts_on"

    class LeadersPage(kit.Leaderboard):
        """Who leads the most."""

        model = Project
        group_by = ("lead",)
        totals = (models.Count("pk"), models.Sum("budget"))

    class WaitingPage(kit.Queue):
        """Ideas to decide on, one after the other."""

        model = Project
        scope = Q(stage="idea")
        filters = ("lead",)
        sort = ("name",)

    class LeadsPage(kit.Board):
        """Who does what."""

        model = Project
        group_by = "lead"
        columns = ("name", "stage", "budget", "tags")
        filters = ("stage",)
        totals = (models.Sum("budget"), models.Count("pk"))

    class PulsePage(kit.Dashboard):
        """How it stands."""

        parts = (
            kit.Stat("running", model=Project, scope=Q(stage="running")),
            kit.Stat("money", model=Project, measure=models.Sum("budget")),
            kit.Stat("begun", model=Project, x="starts_on", compare="month"),
            kit.Progress("over", model=Project, scope=Q(stage="over"), of=40),
            kit.Chart(
                "weeks", model=Project, x="starts_on", grain="week", split_by="stage", last=8
            ),
            kit.Chart("leads", model=Project, x="lead"),
            kit.Chart("stages", model=Project, x="stage", shape="donut"),
            kit.Chart("line", model=Project, x="starts_on", shape="line", last=8),
            kit.RowList("newest", model=Project, columns=("stage", "lead", "budget")),
            kit.Checklist("todo", model=Task, sort=("due",)),
            kit.TextPart("help", body=f"Ask **Ada** about {LONG}."),
        )

    class MeasuresPage(kit.Table):
        model = Measure
        inline_edit = True

    class ProposePage(kit.Form):
        """Say what should be done."""

        model = Project
        steps = (
            ("What", ("name", "secret", "why_secret", "tags")),
            ("Who and when", ("lead", "members", "budget", "starts_on", "ends_on", "parent")),
            ("On paper", ("paper",)),
        )

    class PlanPage(kit.Calendar):
        """What is under way, and until when."""

        model = Project
        start = "starts_on"
        end = "ends_on"
        colour_by = "stage"
        columns = ("name", "lead", "late")
        filters = ("stage", "lead")

    class ByLeadPage(kit.Calendar):
        model = Project
        start = "starts_on"
        end = "ends_on"
        lanes = "lead"

    class LinePage(kit.Timeline):
        model = Project
        start = "starts_on"
        end = "ends_on"
        lanes = "stage"
        colour_by = "lead"
        columns = ("name", "budget")

    class MoodsPage(kit.Matrix):
        model = Measure
        rows = "owner"
        across = "day"
        cell = "mood"
        inline_edit = True

    class LoadPage(kit.Matrix):
        model = Project
        rows = "lead"
        across = "stage"
        cell = models.Sum("budget")

    class HelpPage(kit.TextPage):
        body = f"# How it works\n\nProjects have **tasks**.\n\n- one\n- {LONG}\n\n> Ask Ada."


FILL: dict[str, Callable[[int], None]] = {
    "invoice_matching": fill_invoices,
    "request_dashboard": fill_requests,
    "workshop": fill_workshop,
}
