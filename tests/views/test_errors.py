"""What goes wrong is a sentence with the right status, and never a stack trace."""

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings

from apps.workbench.middleware import NoTraces
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.views.reading import sentence, words

Browser = Callable[..., Client]
DEBUG = pytest.mark.parametrize("debug", [True, False])


@DEBUG
def test_an_unknown_address_is_a_page_of_ours(bea: Client, debug: bool) -> None:
    with override_settings(DEBUG=debug):
        page = bea.get("/no/such/page")
    assert page.status_code == 404
    assert "The address is wrong" in sentence(page)
    assert "Traceback" not in page.content.decode()
    assert "urlpatterns" not in page.content.decode()


@DEBUG
def test_a_tool_that_is_not_there_is_a_page_of_ours(bea: Client, debug: bool) -> None:
    with override_settings(DEBUG=debug):
        page = bea.get("/tools/nothing-here/")
    assert page.status_code == 404
    assert "Traceback" not in page.content.decode()


def test_a_missing_stroke_at_the_end_is_forgiven(bea: Client) -> None:
    assert bea.get("/tools")["Location"] == "/tools/"
    assert bea.get("/you/?a=1")["Location"] == "/you?a=1"
    assert bea.get("/", PATH_INFO="//elsewhere.example/").status_code == 404


@pytest.mark.parametrize(("path", "method"), [("/begin", "get"), ("/", "post"), ("/you", "put")])
def test_the_wrong_method_is_said_in_words(bea: Client, path: str, method: str) -> None:
    page = getattr(bea, method)(path)
    assert page.status_code == 405
    assert page["Allow"] in {"POST", "GET, HEAD"}
    assert "Nothing was changed." in sentence(page)


def test_a_form_without_its_proof_is_refused_in_words(
    cast: Cast, acme: Workspace, bea: Client
) -> None:
    bea.handler.enforce_csrf_checks = True
    page = bea.post("/begin", {"text": "A list of keys."})
    assert page.status_code == 403
    assert "Go back, load the page anew" in sentence(page)


def test_a_request_from_another_page_is_refused_in_words(bea: Client) -> None:
    page = bea.post("/begin", {"text": "A list of keys."}, HTTP_ORIGIN="https://evil.example")
    assert page.status_code == 403
    assert "tried to change something in your name" in sentence(page)


@pytest.mark.parametrize("host", ["evil.example", "acme.localhost:1", "a.b.localhost:8000"])
def test_a_wrong_host_is_421_in_words(db: None, browser_of: Browser, host: str) -> None:
    page = browser_of(None, host).get("/")
    assert page.status_code == 421
    assert "not one of ours" in sentence(page)
    assert "http://portal.localhost:8000/" in page.content.decode()


def test_a_workspace_that_does_not_exist_is_404_in_words(db: None, browser_of: Browser) -> None:
    page = browser_of(None, "nowhere.localhost:8000").get("/")
    assert page.status_code == 404
    assert "There is no workspace at this address" in words(page)


def test_a_request_too_large_to_read_is_a_sentence(bea: Client) -> None:
    bea.raise_request_exception = False
    with override_settings(DEBUG=False):
        page = bea.post("/begin", {"text": "a" * 3_000_000})
    assert page.status_code in {400, 413, 422}
    assert "Traceback" not in page.content.decode()


def test_an_unexpected_fault_has_a_number_and_no_trace(
    cast: Cast, acme: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    request = RequestFactory().get("/tools/")
    request.user = cast.bea
    last_resort = NoTraces(lambda request: HttpResponse())
    page = last_resort.process_exception(request, ZeroDivisionError("divided by secret-token"))
    assert page is not None
    assert page.status_code == 500
    assert "secret-token" not in page.content.decode()
    number = caplog.records[-1].getMessage().split()[1]
    assert number in words(page)


def test_the_last_resort_passes_everything_else_on() -> None:
    answer = HttpResponse("fine")
    last_resort = NoTraces(lambda request: answer)
    assert last_resort(HttpRequest()) is answer


def test_djangos_own_refusals_keep_their_status(cast: Cast, acme: Workspace) -> None:
    from django.core.exceptions import PermissionDenied, SuspiciousOperation
    from django.http import Http404

    last_resort = NoTraces(lambda request: HttpResponse())
    for error, status in (
        (Http404(), 404),
        (PermissionDenied(), 403),
        (SuspiciousOperation(), 400),
    ):
        page = last_resort.process_exception(RequestFactory().get("/"), error)
        assert page is not None
        assert page.status_code == status


@pytest.mark.parametrize("status", ["400", "403", "404", "500"])
def test_djangos_default_error_templates_are_ours_and_need_no_context(status: str) -> None:
    from django.template.loader import render_to_string

    assert 'class="door' in render_to_string(f"{status}.html")
