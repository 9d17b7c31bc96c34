"""The portal's own host: which workspace."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from apps.workbench.answering import wrong_method
from apps.workbench.asking import READING, Request
from apps.workspaces.queries import workspaces_of


@login_required
def choose(request: Request) -> HttpResponse:
    """The workspaces of whoever is signed in; whoever has one goes straight there, unless they came
    to choose.
    """
    if request.method not in READING:
        return wrong_method(request, *READING)
    workspaces = list(workspaces_of(request.user))
    if len(workspaces) == 1 and "choose" not in request.GET:
        return HttpResponseRedirect(workspaces[0].address + "/")
    return render(request, "portal/choose.html", {"workspaces": workspaces})
