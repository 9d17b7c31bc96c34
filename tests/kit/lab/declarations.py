"""Rights, rules, actions and automations of the workshop."""

from django.db.models import F, Q

import site_kit as kit
from tests.kit.lab.models import LogLine, Measure, Project, Salary, Task


class ProjectPermissions(kit.Permissions):
    model = Project

    member = kit.Grant(["member"], can=["view", "create"], where=~Q(name__startswith="hidden"))
    lead = kit.Grant(["row.lead", "row.members"], can=["edit"])
    tasks = kit.Grant(["row.task.created_by"], can=["view"])

    seen_by = {"secret": ["row.lead"], "budget": ["admin", "planner"]}
    edited_by = {"stage": ["row.lead", "planner"]}


class TaskPermissions(kit.Permissions):
    model = Task
    as_parent = True


class LogLinePermissions(kit.Permissions):
    model = LogLine
    member = kit.Grant(["member"], can=["all"])


class SalaryPermissions(kit.Permissions):
    model = Salary
    hr = kit.Grant(["hr"], can=["all"])


class MeasurePermissions(kit.Permissions):
    model = Measure
    member = kit.Grant(["member"], can=["all"])


class ProjectRules(kit.Rules):
    model = Project

    lock = kit.Lock(when=Q(stage__closed=True), unless_by=["admin"])
    budget_lock = kit.Lock(
        when=Q(stage="running"), fields=("budget",), message="The budget is fixed by now."
    )
    lead_needed = kit.RequiredIf(
        "lead", when=Q(open_tasks__gt=0), message="A project with tasks needs a lead."
    )
    no_end = kit.EmptyIf("ends_on", when=Q(parent__isnull=False), message="Its parent ends it.")
    check = kit.Check(Q(budget__lte=F("parent__budget")), message="It costs more than its parent.")
    show_why = kit.ShowIf("why_secret", ~Q(secret=""))
    pick_lead = kit.Pick("lead", Q(department="Operations"))
    pick_parent = kit.Pick("parent", Q(stage="running") & ~Q(pk=kit.Of("row")))
    fill_end = kit.Fill("ends_on", kit.Later("starts_on", months=1))


class StartProject(kit.Transition):
    model = Project
    from_ = (Project.Stage.IDEA,)
    to = Project.Stage.RUNNING
    by = ("row.lead", "planner")
    needs = ("starts_on",)


class CloseProject(kit.Transition):
    model = Project
    to = Project.Stage.OVER
    when = Q(open_tasks=0)
    by = ("row.lead",)
    sets = {"parent.secret": kit.Text("name", "ends_on")}
    bulk = True


class SwapProject(kit.Update):
    model = Project
    by = ("planner",)
    sets = {"starts_on": F("ends_on"), "ends_on": F("starts_on")}


class AddTaskProject(kit.Create):
    model = Project
    id = "add_task"
    entity = Task
    by = ("member",)
    needs = ("name",)
    asks = ("hours",)
    sets = {"project": kit.Of("row"), "due": kit.Of("row", "ends_on"), "done": False}


class LogProject(kit.Automation):
    model = Project
    when = kit.Changed("stage", to="running")
    do = (
        kit.Make(LogLine, {"text": kit.Text("name")}),
        kit.Notify(["row.lead", "planner"], "{title} was {before.stage}, is {stage}: {link}"),
    )


class CostProject(kit.Automation):
    model = Project
    when = kit.Saved("budget")
    where = Q(budget__gt=1000)
    do = (kit.Set({"secret": "dear"}),)


class EchoLogLine(kit.Automation):
    model = LogLine
    when = kit.Created()
    where = Q(text__startswith="echo")
    do = (kit.Make(LogLine, {"text": F("text")}),)


class LongLogLine(kit.Automation):
    model = LogLine
    when = kit.Created()
    where = Q(text="too long")
    do = (kit.Make(LogLine, {"text": "x" * 300}),)


class AfterAddTask(kit.Automation):
    model = Project
    when = kit.Acted("add_task")
    do = (kit.Set({"why_secret": "", "tags": ["blue"]}),)
