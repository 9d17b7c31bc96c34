"""The site kit: the only library that generated tools build on. `import site_kit as kit`.

Gives declarations (fields, computed values, rights, rules, actions, pages, automations) and does
what they say: one write path, one base queryset, one web. Takes Django on Postgres and the person
of each request. Is not in charge of who may open a tool, who holds a role, or where it runs.

The names are loaded when first used, since a model module may not be imported before Django's
apps are ready; `apps.py` of a tool therefore writes `from site_kit.apps import Tool`.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

NAMES: dict[str, str] = {
    "apps": "Tool Role Theme",
    "models": "Row",
    "computed": "Computed",
    "constraints": "Required NoOverlap",
    "indexes": "SearchIndex",
    "fields": (
        "StatusField ChoiceField ChoicesField FlagField PersonField PeopleField MoneyField "
        "PercentField RatingField DurationField WeekField MonthField PhoneField FileField "
        "ImageField ReferenceField"
    ),
    "files": "FilesField ImagesField",
    "expressions": "me today now Me Today Now HasRole InGroup Of",
    "roll_ups": "CountOf SumOf AvgOf MinOf MaxOf ExistsOf FirstOf LastOf",
    "functions": (
        "Divide Remainder Hours Days Months Years Day WeekStart MonthStart QuarterStart "
        "YearStart Year Quarter Month Week DayOfMonth Weekday Clock Later"
    ),
    "elsewhere": "SizeOf Entered Workdays Mine Leads",
    "own_values": "Hook",
    "texts": "Text Format",
    "about": "TitleAt LinkAt CommentAt",
    "permissions": "Permissions Grant",
    "trail": "History",
    "people": "Person",
    "rules": "Rules Lock Check RequiredIf EmptyIf ShowIf Pick Fill",
    "creates": "Creates",
    "approvals": "Approval Step Decision",
    "turns": "Awaiting",
    "limits": "Limit",
    "stock": "Stock OnHand",
    "actions": "Transition Update Create Toggle Duplicate Repeat Print RunExtension",
    "automations": (
        "Automation Created Changed Saved Acted OnDate Every Set Make Decide Act Notify Digest "
        "Webhook Agent Extend"
    ),
    "pages": (
        "Table Cards Queue Report Leaderboard Board Calendar Timeline Matrix Detail Form Dashboard "
        "TextPage ExtensionPage"
    ),
    "parts": "PageCount Chart Stat Progress RowList Checklist TextPart",
}
"""Every public name, by the module that has it."""

_HOMES = {name: module for module, names in NAMES.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        from site_kit.words import nearest

        raise AttributeError(f"The site kit has no {name!r}.{nearest(name, _HOMES)}")
    found = getattr(import_module(f"site_kit.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
