"""What a tool does by itself: what starts it, when it was looked at, what it has sent."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from apps.automations.models import Delivery
from apps.automations.queries import clock_of, deliveries_of, is_timed, values_missed
from apps.notices.queries import mail_is_set
from apps.notices.words import first_line
from apps.plans.blueprint.loading import shaped
from apps.plans.blueprint.resolved import resolve
from apps.versions.models import Version
from apps.workbench import asking
from apps.workbench.answering import page
from apps.workbench.asking import Request
from apps.workbench.tabs import tool_context
from apps.workbench.words.rules import automation_words
from apps.workbench.words.states import DELIVERY, WAITS_FOR_A_MODEL, Label
from apps.workbench.words.tool import Tool

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One message on the page."""

    delivery: Delivery

    @property
    def state(self) -> Label:
        """Where it stands."""
        if self.is_task and self.delivery.state == Delivery.State.HELD:
            return WAITS_FOR_A_MODEL
        return DELIVERY[Delivery.State(self.delivery.state)]

    @property
    def text(self) -> str:
        """What it says first."""
        return first_line(self.delivery.text)

    @property
    def host(self) -> str:
        """The other system that it goes to; empty where it goes to people."""
        return str(self.delivery.to.get("host", "")) if self.is_webhook else ""

    @property
    def is_task(self) -> bool:
        """Whether the language model is asked."""
        return self.delivery.kind == Delivery.Kind.TASK

    @property
    def receipt(self) -> str:
        """What the language model cost; empty where it was not asked."""
        said = self.delivery.receipt
        tokens = said.get("input_tokens", 0) + said.get("output_tokens", 0)
        dollars = f", ${said['dollars']:.4f}" if "dollars" in said else ""
        return f"{said['model']}, {tokens} tokens{dollars}" if said else ""

    @property
    def why(self) -> str:
        """What the language model says of its answer."""
        return first_line(str(self.delivery.answer.get("why") or ""))

    @property
    def is_webhook(self) -> bool:
        """Whether it leaves the house."""
        return self.delivery.kind == Delivery.Kind.WEBHOOK


def words_of(version: Version | None) -> list[str]:
    """What the tool does by itself, a sentence each."""
    if version is None:
        return []
    tool = Tool(resolve(shaped(version.blueprint)))
    return [automation_words(one, tool) for one in tool.resolved.source.automations]


@page
def automations(request: Request, slug: str) -> HttpResponse:
    """What the live version does by itself; before one is live, what the newest would do."""
    site = asking.tool(request, slug)
    around = tool_context(request, site, "automations")
    return render(
        request,
        "workbench/automations.html",
        around
        | {
            "sentences": words_of(site.live_version or around["newest"]),
            "timed": is_timed(site),
            "clock": clock_of(site),
            "lines": [Line(one) for one in deliveries_of(site)[:SHOWN]],
            "missed": values_missed(site),
            "by_mail": mail_is_set(),
        },
    )
