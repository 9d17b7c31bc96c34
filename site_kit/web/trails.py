"""Where the rows lead that every tool can read: a change to its record, a person to what the
directory says of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from site_kit import asker
from site_kit.errors import NotThere
from site_kit.people import Person
from site_kit.permissions import rights_for, seen_rows
from site_kit.trail import History
from site_kit.web.columns import columns_of, default_paths
from site_kit.web.door import guarded
from site_kit.web.entry import list_address, list_name
from site_kit.web.frame import answer, list_page_of
from site_kit.web.html import safe


@guarded
def record_of(request: HttpRequest, *, pk: int) -> HttpResponse:
    """The record that changed, for whoever may see the change."""
    line = History.objects.filter(pk=pk).values("entity", "number").first()
    if line is None:
        raise NotThere("There is no such change.")
    return HttpResponseRedirect(f"/{line['entity']}/{line['number']}/")


@guarded
def person(request: HttpRequest, *, pk: int) -> HttpResponse:
    """A person, where a page of the tool lists people."""
    page = list_page_of(Person, asker.current())
    columns = columns_of(
        Person, default_paths(Person), rights_for(Person).fields_for(asker.current())
    )
    values = {f"c{place}": column.select for place, column in enumerate(columns)}
    row = seen_rows(Person).filter(pk=pk).annotate(**values).values(*values).first()
    if row is None or page is None:
        raise NotThere("There is no such person here.")
    facts = [
        {"path": one.path, "label": one.label, "inside": safe(one.cell(row[f"c{place}"]))}
        for place, one in enumerate(columns)
    ]
    name = str(row["c0"])
    context = {
        "heading": name,
        "crumb": {"href": list_address(Person), "name": list_name(Person)},
        "facts": facts[1:],
    }
    return answer(request, "person.html", context, title=name, page=page)
