"""The bell and the page behind it: one's own, in plain words, leading to the tool and back."""

from collections.abc import Callable

import pytest
from django.test import Client

from apps.access.actions import set_access
from apps.notices.actions import tell
from apps.notices.models import Notice
from apps.sites.models import Site
from apps.workspaces.models import Workspace
from tests.cast import Cast

EVIL = "<script>alert(1)</script>\nDue <b>now</b>"


@pytest.fixture
def told(site: Site, cast: Cast) -> Notice:
    """Jon, who may open it, was told by the tool."""
    tell(people=[cast.jon.pk], text=EVIL, key="1", site=site, path="/key/7/?a=b", in_tool=True)
    return Notice.objects.get(key="1")


@pytest.fixture
def jon(acme: Workspace, cast: Cast, browser_of: Callable[..., Client]) -> Client:
    return browser_of(cast.jon)


def text_of(client: Client, path: str = "/notices/") -> str:
    return client.get(path).content.decode()


def test_the_bell_counts_what_is_new_and_the_page_lists_it(told: Notice, jon: Client) -> None:
    assert "Notifications, 1 new" in text_of(jon, "/")
    page = text_of(jon)
    assert "1 new" in page
    assert "Equipment requests ·" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_beside_its_button_a_text_does_not_repeat_where_it_leads(
    site: Site, cast: Cast, jon: Client
) -> None:
    address = f"http://{site.slug}--acme.localhost:8000/key/7/"
    text = f"Attic is due: {address}"
    tell(people=[cast.jon.pk], text=text, key="7", site=site, path="/key/7/", in_tool=True)
    page = text_of(jon)
    assert "Attic is due</p>" in page
    assert address not in page


def test_opening_one_reads_it_and_leads_to_the_tools_own_address(
    told: Notice, jon: Client, site: Site
) -> None:
    answer = jon.post(f"/notices/{told.pk}/read")
    assert answer.status_code == 302
    assert answer["Location"] == f"http://{site.slug}--acme.localhost:8000/key/7/?a=b"
    page = text_of(jon)
    assert "Nothing new" in page
    assert "Notifications, " not in page


def test_it_is_read_by_a_post_only(told: Notice, jon: Client) -> None:
    assert jon.get(f"/notices/{told.pk}/read").status_code == 405
    told.refresh_from_db()
    assert told.read_at is None


def test_somebody_elses_is_not_there(told: Notice, mara: Client, bea: Client) -> None:
    for client in (mara, bea):
        assert "alert" not in text_of(client)
        assert client.post(f"/notices/{told.pk}/read").status_code == 404
        client.post("/notices/read")
    told.refresh_from_db()
    assert told.read_at is None


def test_it_goes_with_the_right_to_open_the_tool(
    told: Notice, jon: Client, site: Site, cast: Cast
) -> None:
    set_access(by=cast.bea, site=site, mode="private")
    assert "Nobody has told you anything yet" in text_of(jon)
    assert jon.post(f"/notices/{told.pk}/read").status_code == 404


def test_all_at_once_and_page_by_page(site: Site, cast: Cast, jon: Client) -> None:
    for number in range(60):
        tell(people=[cast.jon.pk], text=f"Number {number}.", key=f"{number}", site=site)
    page = text_of(jon)
    assert "Number 59." in page
    assert "Number 9." not in page
    last = Notice.objects.get(text="Number 10.").pk
    assert f"?before={last}" in page
    assert "Number 9." in text_of(jon, f"/notices/?before={last}")
    for strange in ("x", "-1", "9" * 40, "１２"):
        assert jon.get("/notices/", {"before": strange}).status_code == 200
    jon.post("/notices/read")
    assert not Notice.objects.filter(person=cast.jon, read_at=None).exists()


def test_of_the_portal_it_leads_into_the_portal(site: Site, cast: Cast, bea: Client) -> None:
    tell(people=[cast.bea.pk], text="Built.", key="b", site=site, path=f"/tools/{site.slug}/")
    answer = bea.post(f"/notices/{Notice.objects.get(key='b').pk}/read")
    assert answer["Location"] == f"http://acme.localhost:8000/tools/{site.slug}/"
