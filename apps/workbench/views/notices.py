"""The bell: what the person was told, by tools and by the portal."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render

from apps.notices.actions import read_all, read_notice
from apps.notices.mails import address_of, text_beside_button
from apps.notices.models import Notice
from apps.notices.queries import notices_of
from apps.workbench import asking
from apps.workbench.answering import act, page
from apps.workbench.asking import Request

ON_A_PAGE = 50


@page
def notices(request: Request) -> HttpResponse:
    """The newest first; `?before=` goes back."""
    found = notices_of(asking.member(request))
    before = request.GET.get("before", "")
    if before.isdigit() and len(before) < 19:
        found = found.filter(pk__lt=int(before))
    shown: list[Notice] = list(found[: ON_A_PAGE + 1])
    more = len(shown) > ON_A_PAGE
    shown = shown[:ON_A_PAGE]
    return render(
        request,
        "workbench/notices.html",
        {
            "place": "notices",
            "notices": [(one, text_beside_button(one)) for one in shown],
            "earlier": shown[-1].pk if more else None,
        },
    )


@act(on=notices)
def read(request: Request, pk: int) -> HttpResponse:
    """Read one, and go where it leads."""
    membership = asking.member(request)
    notice = notices_of(membership).filter(pk=pk).first()
    if notice is None:
        raise Http404
    read_notice(by=membership, notice=notice)
    return HttpResponseRedirect(address_of(notice))


@act(on=notices)
def read_everything(request: Request) -> HttpResponse:
    """All of it is read."""
    read_all(by=asking.member(request))
    return redirect("workbench:notices")
