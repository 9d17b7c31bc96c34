"""The rows of a tool as they lie there, before and after a change of it."""

from __future__ import annotations

from typing import Any

from site_contract.config import SiteConfig
from site_runtime.inside.jobs import JobFailed, migrate
from tests.unit.apps.builds.compiler.living.using import fill
from tests.unit.apps.builds.compiler.living.visiting import MOST, everybody

Data = dict[str, Any]
UNFIT = "Rows that are there do not fit"


def first(config: SiteConfig, blueprint: Data) -> Data:
    """Migrate and fill a tool; the rows that lie there then."""
    migrate.work(config, {}, lambda step, words: None)
    told = fill(config, blueprint)
    return {"wrong": told["wrong"], "rows": rows()}


def again(config: SiteConfig) -> Data:
    """The rows, with nothing done."""
    return {"wrong": [], "rows": rows()}


def changed(config: SiteConfig) -> Data:
    """Migrate filled tables to another version and look at all of its pages.

    `refused` says why rows that are there do not fit the new version, where that is so.
    """
    try:
        migrate.work(config, {}, lambda step, words: None)
    except JobFailed as error:
        if UNFIT in str(error):
            return {"wrong": [], "refused": str(error), "rows": {}}
        raise
    kept = rows()
    wrong = []
    for visit in everybody():
        if visit.persona in MOST:
            visit.walk()
            wrong += visit.wrong
    return {"wrong": wrong, "rows": kept}


def rows() -> Data:
    """Entity -> number of a row -> field -> value in words, of everything that is kept."""
    from site_kit.apps import tool
    from site_kit.asker import TOOL, acting

    with acting(TOOL):
        return {model._meta.db_table: _of(model) for model in tool().entities}


def _of(model: Any) -> Data:
    single = [f for f in model._meta.concrete_fields if not f.primary_key]
    several = model._meta.many_to_many
    everything = getattr(model, "everything", model._default_manager)
    return {
        str(row.pk): {_id(f): _said(getattr(row, f.attname)) for f in single}
        | {
            f.name: sorted(str(key) for key in getattr(row, f.name).values_list("pk", flat=True))
            for f in several
        }
        for row in everything.order_by("pk")
    }


def _id(field: Any) -> str:
    """The id that a blueprint has for a field."""
    return str(field.db_column or field.name)


def _said(value: Any) -> Any:
    return value if value is None or isinstance(value, (list, dict)) else str(value)
