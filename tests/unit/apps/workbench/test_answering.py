"""How a view answers: its methods, its time zone, and what becomes of a refusal."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from apps.access.errors import NotAllowed
from apps.deployments.errors import DeployFailed, DeployRefused
from apps.prompts.errors import PromptRefused
from apps.versions.errors import Tampered
from apps.workbench.answering import act, local_time, page, typed
from apps.workbench.asking import Moved, Request
from apps.workbench.refusals import FormRefused
from tests.views.reading import sentence, words


def asked(method: str = "get", zone: str = "Europe/Berlin", **form: str) -> Any:
    """A request as the middleware would leave it, of a workspace in a time zone."""
    request = getattr(RequestFactory(), method)("/somewhere", form)
    request.place = SimpleNamespace(workspace=SimpleNamespace(timezone=zone))
    return request


@page
def shown(request: Request, **where: Any) -> HttpResponse:
    """A page that says what was refused, and what had been typed."""
    said = request.refusal.sentence if request.refusal else "nothing refused"
    return HttpResponse(f"{said} | {typed(request, 'text')} | {where} | {timezone.localtime():%z}")


def raising(error: Exception) -> Any:
    """A view that changes something and is refused."""

    @act(on=shown)
    def view(request: Request, **where: Any) -> HttpResponse:
        raise error

    return view


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_page_is_read(method: str) -> None:
    assert shown(asked(method)).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_a_page_takes_nothing_else(method: str) -> None:
    answer = shown(asked(method))
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert "Nothing was changed" in sentence(answer)


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_what_changes_something_is_posted(method: str) -> None:
    answer = raising(AssertionError("never called"))(asked(method))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotAllowed("Members may not do this."), 403),
        (FormRefused("Choose one."), 422),
        (PromptRefused("Say more."), 422),
        (DeployRefused("It is not approved."), 409),
        (DeployFailed("It did not start."), 503),
        (Tampered("A file is gone."), 409),
    ],
)
def test_a_refusal_is_said_on_the_page_it_came_from(error: Exception, status: int) -> None:
    answer = raising(error)(asked("post", text="what I typed"), slug="keys")
    assert answer.status_code == status
    assert answer.content.decode().startswith(f"{error} | what I typed | {{'slug': 'keys'}}")


def test_a_fault_is_no_refusal() -> None:
    with pytest.raises(ZeroDivisionError):
        raising(ZeroDivisionError())(asked("post"))
    with pytest.raises(Http404):
        raising(Http404())(asked("post"))


def test_before_any_refusal_nothing_was_typed() -> None:
    assert shown(asked(text="in the address")).content.decode().startswith("nothing refused |  |")


def test_a_page_that_has_moved_is_gone_to() -> None:
    @page
    def moved(request: Request) -> HttpResponse:
        raise Moved("/tools/keys/?a=1")

    answer = moved(asked())
    assert (answer.status_code, answer["Location"]) == (302, "/tools/keys/?a=1")


def test_a_version_that_was_altered_is_said_in_words() -> None:
    @page
    def altered(request: Request) -> HttpResponse:
        raise Tampered("The file app/models.py is not the one that was saved.")

    answer = altered(asked())
    assert answer.status_code == 409
    assert "This is not what was saved" in words(answer)
    assert "app/models.py" in sentence(answer)


@pytest.mark.parametrize(
    ("zone", "offset"),
    [("Asia/Tokyo", "+0900"), ("UTC", "+0000"), ("Nowhere/At_all", "+0000"), ("../x", "+0000")],
)
def test_times_are_those_of_the_workspace(zone: str, offset: str) -> None:
    with local_time(asked(zone=zone)):
        assert f"{timezone.localtime():%z}" == offset
    assert f"{timezone.localtime():%z}" == "+0000"


def test_on_the_portals_host_times_are_those_of_the_world() -> None:
    request = asked()
    request.place.workspace = None
    with local_time(request):
        assert f"{timezone.localtime():%z}" == "+0000"


def test_a_refused_page_is_in_local_time_too() -> None:
    answer = raising(FormRefused("No."))(asked("post", zone="Asia/Tokyo"))
    assert answer.content.decode().endswith("+0900")
