"""Projects with tasks (child rows), people, tags, a log and things that are lent."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import OuterRef
from django.db.models.functions import Coalesce, Lower, Round

import site_kit as kit


class Project(kit.Row):
    class Stage(models.TextChoices):
        IDEA = "idea", "Idea"
        RUNNING = "running", "Under way"
        OVER = "over", "Over"

    class Tag(models.TextChoices):
        RED = "red", "Red"
        BLUE = "blue", "Blue"

    name = models.CharField(max_length=250)
    lead = kit.PersonField(null=True, blank=True)
    members = kit.PeopleField(blank=True)
    stage = kit.StatusField(Stage, default=Stage.IDEA, closed=(Stage.OVER,))
    tags = kit.ChoicesField(Tag, blank=True)
    budget = kit.MoneyField(null=True, blank=True)
    secret = models.TextField(blank=True)
    why_secret = models.TextField(blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    paper = kit.FileField(blank=True, types=("pdf", "txt"), max_mb=1)
    open_tasks = kit.Computed(
        kit.CountOf("Task", via="project", where=Q(done=False)), models.IntegerField()
    )
    hours = kit.Computed(kit.SumOf("Task.hours", via="project"), kit.DurationField())
    done_share = kit.Computed(
        kit.Divide(
            100 * kit.CountOf("Task", via="project", where=Q(done=True)),
            kit.CountOf("Task", via="project"),
        ),
        kit.PercentField(),
    )
    late = kit.Computed(
        Q(ends_on__lt=kit.Today(), stage__closed=False), models.BooleanField(), colour="red"
    )
    last_task = kit.Computed(
        kit.LastOf("Task.name", via="project", order="due"), models.CharField(max_length=250)
    )
    same_budget = kit.Computed(
        kit.CountOf("Project", where=Q(budget=OuterRef("budget"))), models.IntegerField()
    )

    class Entity:
        title = "name"
        comments = True

    class Meta:
        db_table = "project"
        constraints = [
            kit.Required("name", name="project_required"),
            models.CheckConstraint(
                name="project_dates",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="A project ends after it starts.",
            ),
            models.UniqueConstraint(
                name="project_name_once",
                fields=["name"],
                condition=~Q(stage="over"),
                violation_error_message="There is a project of this name already.",
            ),
        ]


class Task(kit.Row):
    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    name = models.CharField(max_length=250)
    due = models.DateField(null=True, blank=True)
    done = models.BooleanField(default=False, blank=True)
    hours = kit.DurationField(null=True, blank=True)
    lead_of_project = kit.Computed(F("project__lead__name"), models.CharField(max_length=250))
    crowded = kit.Computed(Q(project__open_tasks__gt=2), models.BooleanField())

    class Entity:
        title = kit.Text("project", "name")
        child_of = "project"

    class Meta:
        db_table = "task"


class LogLine(kit.Row):
    text = models.CharField(max_length=250)

    class Entity:
        append_only = True

    class Meta:
        db_table = "log_line"


class Salary(kit.Row):
    person = kit.PersonField()
    amount = kit.MoneyField()

    class Entity:
        title = kit.Format("{person} gets {amount}")
        admin_needs_permission = True

    class Meta:
        db_table = "salary"


class Measure(kit.Row):
    """One of each kind that expressions read, for comparing the two readers on random rows."""

    class Mood(models.TextChoices):
        GOOD = "good", "Good"
        BAD = "bad", "Bad"

    whole = models.IntegerField(null=True, blank=True)
    other = models.IntegerField(null=True, blank=True)
    exact = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    flag = models.BooleanField(null=True, blank=True)
    text = models.CharField(max_length=60, blank=True)
    mood = kit.ChoiceField(Mood, blank=True, closed=(Mood.BAD,))
    stage = kit.StatusField(Mood, default=Mood.GOOD, closed=(Mood.BAD,))
    tags = kit.ChoicesField(Mood, blank=True)
    day = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    at = models.DateTimeField(null=True, blank=True)
    then = models.DateTimeField(null=True, blank=True)
    clock = models.TimeField(null=True, blank=True)
    till = models.TimeField(null=True, blank=True)
    owner = kit.PersonField(null=True, blank=True)
    helpers = kit.PeopleField(blank=True)
    twin = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    links = models.ManyToManyField("self", symmetrical=False, related_name="+", blank=True)
    papers = kit.FilesField(blank=True)
    label = kit.Computed(Lower(F("text")), models.CharField(max_length=60))
    half = kit.Computed(kit.Divide("whole", 2), kit.PercentField())
    rounded = kit.Computed(Round(Coalesce(F("exact"), Decimal(0)), 1), kit.PercentField())

    class Meta:
        db_table = "measure"


# More models, in files of their own.
from tests.kit.lab import booked as booked  # noqa: E402
from tests.kit.lab import deeds as deeds  # noqa: E402
from tests.kit.lab import found as found  # noqa: E402
from tests.kit.lab import limited as limited  # noqa: E402
from tests.kit.lab import listed as listed  # noqa: E402
from tests.kit.lab import numbered as numbered  # noqa: E402
from tests.kit.lab import papers as papers  # noqa: E402
from tests.kit.lab import stored as stored  # noqa: E402
from tests.kit.lab import talked as talked  # noqa: E402
from tests.kit.lab import visited as visited  # noqa: E402
from tests.kit.lab import worded as worded  # noqa: E402
