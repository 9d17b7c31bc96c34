"""The addresses of a tool. A page is one word; an entity's rows have more."""

from __future__ import annotations

from django.urls import path, re_path
from django.views.decorators.http import require_http_methods, require_safe

from site_kit.api import mcp, openapi
from site_kit.api import page as api_page
from site_kit.api import views as api
from site_kit.web import (
    acts,
    assets,
    detail,
    entry,
    files,
    importing,
    outsiders,
    trails,
    values,
    views,
)

handler404 = "site_kit.web.door.not_found"
handler500 = "site_kit.web.door.failed"

NAME = r"[a-z][a-z0-9_]*"
OF = rf"^(?P<entity>{NAME})/"
MARK = r"[\w.-]{1,40}"
ROW = rf"{OF}(?P<pk>[0-9]{{1,18}})/"

API = rf"^api/v1/(?P<entity>{NAME})/"
API_ROW = rf"{API}(?P<pk>[0-9]{{1,18}})/"

form = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns = [
    path("", form(views.home)),
    path("api/v1/", api_page.show),
    path("api/v1/openapi.json", require_safe(openapi.document)),
    path("api/mcp", mcp.serve),
    re_path(rf"{API}$", api.rows),
    re_path(rf"{API_ROW}$", api.row),
    re_path(rf"{API_ROW}do/(?P<action>{NAME})/$", api.act),
    re_path(rf"{API_ROW}comments/$", api.thread),
    re_path(rf"{API_ROW}files/(?P<field>{NAME})/$", require_safe(files.download)),
    re_path(rf"{API_ROW}files/(?P<field>{NAME})/(?P<mark>{MARK})/$", require_safe(files.download)),
    re_path(r"^static/(?P<name>[a-z]+\.[a-z]+)$", assets.serve),
    re_path(rf"^(?P<page_id>{NAME})/$", form(views.page)),
    re_path(rf"^(?P<page_id>{NAME})/export\.(?P<ending>csv|xlsx)$", require_safe(views.exported)),
    re_path(r"^history/(?P<pk>[0-9]{1,18})/$", require_safe(trails.record_of)),
    re_path(rf"^(?P<page_id>{NAME})/sent/$", require_safe(outsiders.thanks)),
    re_path(rf"^(?P<page_id>{NAME})/status/$", require_safe(outsiders.status)),
    re_path(r"^person/(?P<pk>[0-9]{1,18})/$", require_safe(trails.person)),
    re_path(rf"{OF}new/$", form(entry.new)),
    re_path(rf"{OF}import/$", form(importing.page)),
    re_path(rf"{OF}values/(?P<field>{NAME})/$", form(values.page)),
    re_path(rf"{OF}do/(?P<action>{NAME})/$", acts.act_on_all),
    re_path(rf"{ROW}$", require_safe(detail.show)),
    re_path(rf"{ROW}edit/$", form(entry.edit)),
    re_path(rf"{ROW}delete/$", entry.delete),
    re_path(rf"{ROW}restore/$", entry.restore),
    re_path(rf"{ROW}comment/$", acts.comment),
    re_path(rf"{ROW}do/(?P<action>{NAME})/$", form(acts.act)),
    re_path(rf"{ROW}file/(?P<field>{NAME})/$", require_safe(files.download)),
    re_path(rf"{ROW}file/(?P<field>{NAME})/(?P<mark>{MARK})/$", require_safe(files.download)),
]
