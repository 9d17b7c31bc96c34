"""A wrong declaration fails at start: class, word, the nearest right one and the way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from app.models import Invoice, Supplier
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Sign
from django.test.utils import isolate_apps

import site_kit as kit
from site_kit.apps import Role, tool
from site_kit.automations import Automation
from site_kit.checks import check_declarations
from site_kit.declaring import does_not_run
from site_kit.registry import only_here
from tests.kit.lab.models import LogLine, Project, Task


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    with only_here():
        yield


def findings() -> list[str]:
    return [f"{error.msg} [{error.hint}]" for error in check_declarations()]


def test_the_tools_of_the_tests_are_sound() -> None:
    assert findings() == []


def permissions_with(**words: Any) -> None:
    type("InvoicePermissions", (kit.Permissions,), {"model": Invoice, **words})


def rules_with(**words: Any) -> None:
    type("InvoiceRules", (kit.Rules,), {"model": Invoice, **words})


def action(kind: Any, model: Any = Invoice, **words: Any) -> None:
    type(f"Try{model.__name__}", (kind,), {"model": model, **words})


def automation(model: Any = Invoice, **words: Any) -> None:
    type("TryInvoice", (Automation,), {"model": model, "when": kit.Created(), **words})


def hidden_name(model: Any = Project, **words: Any) -> None:
    permissions = {"model": Project, "seen_by": {"name": ["row.lead"]}}
    type("HiddenPermissions", (kit.Permissions,), permissions)
    automation(model, **words)


@pytest.mark.parametrize("source", ["line_manager", "group:", "grp:Finance", ""])
def test_a_role_that_nobody_is_known_to_hold(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(tool()), "roles", (*tool().roles, Role("boss", from_=source)))
    (found,) = findings()
    assert found.startswith(f"boss: nobody is known to hold a role from {source!r}.")


DECLARATIONS: list[tuple[Callable[[], Any], str]] = [
    # Rights
    (
        lambda: permissions_with(m=kit.Grant(["membr"], can=["view"])),
        "m: There is no role 'membr'. [Name member, admin, a role of apps.py, or row.<person fiel",
    ),
    (
        lambda: permissions_with(m=kit.Grant(["member"], can=["veiw"])),
        "m gives 'veiw'. Did you mean 'view'?",
    ),
    (
        lambda: permissions_with(m=kit.Grant("member", can=["view"])),
        "m: 'member' is a text, not a list. [Write ['member'].]",
    ),
    (
        lambda: permissions_with(m=kit.Grant(["row.owner"], can=["view"])),
        "m: Invoice has no field 'owner'.",
    ),
    (
        lambda: permissions_with(m=kit.Grant(["row.number"], can=["view"])),
        "'row.number' does not lead to a person.",
    ),
    (
        lambda: permissions_with(m=kit.Grant(["member"], can=["view"], where=Q(ammount=1))),
        "m: Invoice has no field 'ammount'. Did you mean 'amount'?",
    ),
    (
        lambda: permissions_with(edited_bye={"amount": ["admin"]}),
        "'edited_bye' is no word of kit.Permissions. Did you mean 'edited_by'?",
    ),
    (lambda: permissions_with(seen_by={"amout": ["admin"]}), "Did you mean 'amount'?"),
    (
        lambda: permissions_with(edited_by={"variance": ["admin"]}),
        "edited_by: 'variance' is worked out, not stored.",
    ),
    (lambda: permissions_with(as_parent=True), "as_parent goes with child_of"),
    # Rules
    (lambda: rules_with(x=kit.Limit(3, per=("suplier",))), "x, per: Invoice has no field 'suplier"),
    (lambda: rules_with(x=kit.Limit(F("amont"))), "x, most: Invoice has no field 'amont'."),
    (lambda: rules_with(x=kit.Limit(3, where=Q(amont=1))), "x, where: Invoice has no field 'amont"),
    (lambda: rules_with(x=kit.Limit(Sign(F("amount")))), "x, most: Sign is read by the database"),
    (lambda: rules_with(x=kit.Limit(3, promote={"reason": ""})), "promote goes with overflow. ["),
    (lambda: rules_with(x=kit.Limit(3, overflow={"reson": ""})), "x, overflow: Invoice has no fie"),
    (lambda: rules_with(s=kit.Stock("suplier", F("amount"))), "s: Invoice has no field 'suplier'."),
    (lambda: rules_with(s=kit.Stock("supplier", F("amont"))), "s, quantity: Invoice has no field"),
    (lambda: rules_with(c=kit.Creates(Task, on="aprove")), "There is no action 'aprove'. Did you"),
    (lambda: rules_with(r=kit.RequiredIf("reson", when=Q(amount=1))), "Did you mean 'reason'?"),
    (lambda: rules_with(f=kit.Fill("variance", 1)), "'variance' is worked out, not stored."),
    (lambda: rules_with(f=kit.Fill("supplier__name", 1)), "leaves the row"),
    (lambda: rules_with(k=kit.Lock(when=Q(decision__close=True))), "is read by the database only"),
    (lambda: rules_with(k=kit.Lock(when=Q(desision="x"))), "Did you mean 'decision'?"),
    (lambda: rules_with(k=kit.Lock(when=Q(amount=1), fields=("x",))), "Invoice has no field 'x'."),
    (lambda: rules_with(k=kit.Lock(when=Q(amount=1), unless_by=["x"])), "There is no role 'x'."),
    (
        lambda: rules_with(c=kit.Check(Q(Sign(F("amount")), 1))),
        "c: Sign is read by the database only.",
    ),
    (lambda: rules_with(lokc="x"), "'lokc' is no word of kit.Rules."),
    # Actions
    (lambda: action(kit.Update, confrim="Sure?"), "'confrim' is no word of kit.Update. Did you m"),
    (lambda: action(kit.Update, to="open"), "'to' is no word of kit.Update"),
    (lambda: action(kit.Update, by=("aprover",)), "by: There is no role 'aprover'."),
    (lambda: action(kit.Update, needs=("amout",)), "needs: Invoice has no field 'amout'."),
    (lambda: action(kit.Update, sets={"variance": 1}), "is worked out, not stored."),
    (lambda: action(kit.Update, sets={"amount": F("amount") / 2}), "write kit.Divide"),
    (lambda: action(kit.Update, when=Q(ammount=1)), "when: Invoice has no field 'ammount'."),
    (
        lambda: action(kit.Transition, field="decision", to="aproved"),
        "decision has no value 'aproved'. Did you mean 'approved'?",
    ),
    (lambda: action(kit.Transition, Supplier, to="x"), "It moves no status: ''."),
    (lambda: action(kit.Toggle, entity=Task), "Its entity has no relation that leads here."),
    (lambda: action(kit.Duplicate, with_children=True), "but no entity is child_of this one."),
    (lambda: action(kit.Duplicate, clear=("numbr",)), "clear: Invoice has no field 'numbr'"),
    (lambda: action(kit.Repeat), "'date' is no date of the row."),
    (lambda: action(kit.Repeat, date="received_on", each=("amount",)), "'amount' has no values to"),
    (lambda: action(kit.Print, body="{numbr}"), "body: Invoice has no field 'numbr'"),
    (
        lambda: action(kit.RunExtension, hook="x"),
        "There is no extensions/x.py. [Write it, with def run(",
    ),
    # Automations
    (lambda: automation(when=kit.OnDate("amount")), "when: 'amount' is no date of the row."),
    (lambda: automation(when=kit.OnDate("recieved_on")), "when: Invoice has no field 'recieved"),
    (lambda: automation(when=kit.OnDate("received_on", unit="day")), "Did you mean 'days'?"),
    (lambda: automation(when=kit.Every("weak")), "there is no 'weak'. Did you mean 'week'?"),
    (lambda: automation(when=kit.Every("week", on="mo")), "there is no 'mo'."),
    (lambda: automation(when=kit.Every("day", at="8 am")), "'8 am' is no time. [Write at="),
    (lambda: automation(when=kit.Changed("amuont")), "when: Invoice has no field 'amuont'."),
    (lambda: automation(when=kit.Saved("amount", "x")), "Invoice has no field 'x'."),
    (lambda: automation(when=kit.Acted("aprove")), "There is no action 'aprove'. Did you mean 'ap"),
    (lambda: automation(where=Q(ammount=1)), "where: Invoice has no field 'ammount'."),
    (lambda: automation("person"), "Only kit.Every goes over people, or over nothing."),
    (
        lambda: automation("person", when=kit.Every("day"), do=(kit.Act("x"),)),
        "kit.Act needs a row of the tool.",
    ),
    (lambda: automation(wheer=1), "'wheer' is no word of kit.Automation. Did you mean 'where'?"),
    (
        lambda: automation(do=(kit.Digest(["member"], "{number}"),)),
        "Digest names 'number' in its text, said once. [Name it in columns.]",
    ),
    (
        lambda: automation(do=(kit.Digest(["member"], "x", columns=("nomber",)),)),
        "Digest: Invoice has no field 'nomber'.",
    ),
    (
        lambda: automation(None, when=kit.Every("day"), do=(kit.Notify(["member"], "{number}"),)),
        "Notify names 'number', and there is no row.",
    ),
    (
        lambda: automation(do=(kit.Webhook("chat", "a.example", "x"),)),
        "Webhook: 'chat' is no name of a value. [Write it like \"CHAT_URL\".]",
    ),
    (
        lambda: automation(do=(kit.Webhook("CHAT_URL", "https://a.example", "x"),)),
        "Webhook: 'https://a.example' is no host.",
    ),
    (
        lambda: automation(do=(kit.Webhook("CHAT_URL", "a.example", "{amout}"),)),
        "Webhook: Invoice has no field",
    ),
    (
        lambda: automation(
            None, when=kit.Every("day"), do=(kit.Webhook("CHAT_URL", "a.example", "{number}"),)
        ),
        "Webhook names 'number', and there is no row.",
    ),
    (lambda: automation(do=(kit.Agent(" ", may=("number",)),)), "Agent asks nothing."),
    (lambda: automation(do=(kit.Agent("x", may=()),)), "Agent may do nothing."),
    (lambda: automation(do=(kit.Agent("x", may=("aprove",)),)), "There is no action 'aprove'."),
    (
        lambda: automation(do=(kit.Agent("x", may=("supplier",)),)),
        "Agent: 'supplier' is no plain value. [Leave people, rows and files to people.]",
    ),
    (
        lambda: automation(Project, do=(kit.Agent("x", may=("open_tasks",)),)),
        "Agent: 'open_tasks' is worked out, not stored.",
    ),
    (
        lambda: automation(Project, do=(kit.Agent("{secret}", may=("tags",)),)),
        "Agent tells 'secret', which not everybody may see.",
    ),
    (
        lambda: hidden_name(do=(kit.Agent("{title}", may=("tags",)),)),
        "Agent tells the title, made of what not everybody may see.",
    ),
    (
        lambda: automation(do=(kit.Agent("{amout}", may=("number",)),)),
        "Agent: Invoice has no field",
    ),
    (
        lambda: automation("person", when=kit.Every("day"), do=(kit.Agent("x", may=("a",)),)),
        "kit.Agent needs a row of the tool.",
    ),
    (
        lambda: automation(do=(kit.Extend("x"),)),
        "There is no extensions/x.py. [Write it, with def job(",
    ),
    (lambda: automation(do=(kit.Act("aprove"),)), "There is no action 'aprove'."),
    (lambda: automation(do=(kit.Set({"x": 1}),)), "Set: Invoice has no field 'x'."),
    (lambda: automation(do=(kit.Make(LogLine, {"x": 1}),)), "Make: LogLine has no field 'x'."),
    (
        lambda: automation(do=(kit.Decide("x", cases=((Q(ammount=1), 1),)),)),
        "Decide: Invoice has no field 'ammount'.",
    ),
    (lambda: automation(do=(kit.Notify(["membr"], "x"),)), "Notify: There is no role 'membr'."),
    (lambda: automation(do=(kit.Notify(["member"], "{amout}"),)), "Notify: Invoice has no field"),
    (lambda: automation(do=(kit.Notify(["row.x"], "x"),)), "Notify: Invoice has no field 'x'."),
    (
        lambda: automation(Project, do=(kit.Notify(["member"], "{secret}"),)),
        "Notify tells 'secret', which not everybody may see. [Leave it out of the text; the link",
    ),
    *(
        (declare, "paper' is a file, which only a person gives. [Give it the file of a row, F(…),")
        for declare in (
            lambda: automation(Project, do=(kit.Set({"paper": "files/a.1/a.pdf"}),)),
            lambda: automation(Project, do=(kit.Set({"parent.paper": kit.Hook("x")}),)),
            lambda: automation(Project, do=(kit.Make(Project, {"paper": kit.Hook("x")}),)),
            lambda: automation(Project, do=(kit.Decide("paper", ((Q(name="x"), "a"),)),)),
            lambda: automation(Project, do=(kit.Decide("paper", (), otherwise="a"),)),
            lambda: action(kit.Update, Project, sets={"paper": "files/a.1/a.pdf"}),
        )
    ),
    *(
        (
            lambda made=made: automation(Project, do=(kit.Notify(["member"], f"{{{made}}}"),)),
            f"Notify tells {made!r}, which not everybody may see.",
        )
        for made in ("same_budget", "parent.same_budget")
    ),
    (
        lambda: hidden_name(do=(kit.Notify(["member"], "New: {title}"),)),
        "Notify tells the title, made of what not everybody may see. [Leave it out of the text;",
    ),
    (
        lambda: hidden_name(do=(kit.Notify(["member"], "Was {before.title}"),)),
        "Notify tells the title, made of what not everybody may see.",
    ),
    (
        lambda: hidden_name(Task, do=(kit.Webhook("CHAT_URL", "a.example.com", "{title}"),)),
        "Webhook tells the title, made of what not everybody may see.",
    ),
    (
        lambda: hidden_name(Task, do=(kit.Notify(["member"], "In {project}"),)),
        "Notify tells 'project', which not everybody may see.",
    ),
]


@pytest.mark.parametrize(("declare", "said"), DECLARATIONS, ids=[said for _, said in DECLARATIONS])
def test_a_wrong_word_is_named_with_the_way_out(declare: Callable[[], Any], said: str) -> None:
    declare()
    assert any(said in finding for finding in findings()), findings()


def test_a_finding_names_its_class() -> None:
    rules_with(stock=kit.Stock("x", 1))
    (error,) = check_declarations()
    assert error.obj.__name__ == "InvoiceRules"
    assert error.id == "site_kit.E001"


def of_model(**words: Any) -> str:
    from site_kit.checks import of_model

    with isolate_apps("tests.kit.lab"):
        meta = type("Meta", (), {"app_label": "lab", "db_table": "thing"})
        module = {"__module__": "tests.kit.lab.models", "Meta": meta}
        model = type("Thing", (kit.Row,), {**module, **words})
        return " ".join(f"{wrong} [{hint}]" for wrong, hint in of_model(model))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({}, "Thing has no table of rights, so nobody could do anything. [Write `class ThingPer"),
        ({"Entity": type("Entity", (), {"titel": "x"})}, "class Entity says titel. Did you mean"),
        ({"Entity": type("Entity", (), {"child_of": "order"})}, "child_of: Thing has no field"),
        ({"Entity": type("Entity", (), {"title": "nmae"})}, "The title of Thing: Thing has no"),
        (
            {
                "twin": models.ForeignKey("self", models.CASCADE, related_name="+"),
                "Entity": type("Entity", (), {"title": kit.Text("twin")}),
            },
            "The title of Thing goes round in a circle.",
        ),
        ({"number": kit.ReferenceField("T-{year}")}, "two rows would be called alike"),
        ({"number": kit.ReferenceField("{nam}-{number}")}, "has no field 'nam'"),
        ({"kind": kit.ChoiceField()}, "kind: ChoiceField has no values. [Give it a TextChoices.]"),
        (
            {"state": kit.StatusField(Invoice.Decision, closed=("done",))},
            "state: there is no value 'done'.",
        ),
        ({"objects": models.Manager()}, "Thing has a manager of its own."),
        (
            {"half": kit.Computed(F("whole") / 2, models.IntegerField())},
            "half: Instead of / write kit.Divide",
        ),
        (
            {"half": kit.Computed(kit.Divide("whole", 2), kit.PercentField())},
            "half: Thing has no field 'whole'.",
        ),
        (
            {"n": kit.Computed(kit.CountOf("Invoise"), models.IntegerField())},
            "n: There is no entity 'Invoise'. Did you mean 'Invoice'?",
        ),
        (
            {"a": kit.Computed(F("a") + 1, models.IntegerField())},
            "a: It goes round in a circle",
        ),
    ],
)
def test_a_wrong_entity_is_named(words: dict[str, Any], said: str) -> None:
    assert said in of_model(**words)


def test_a_name_the_kit_does_not_have_is_refused_with_the_nearest() -> None:
    with pytest.raises(AttributeError, match=r"The site kit has no 'Tabel'\. Did you mean 'Table'"):
        kit.Tabel  # noqa: B018


def test_a_value_that_is_worked_out_may_be_for_some_only() -> None:
    permissions_with(seen_by={"variance": ["admin"]})
    assert findings() == []


def test_a_value_that_is_always_the_same_is_sound() -> None:
    assert list(does_not_run(Project, "tone", "ding")) == []
