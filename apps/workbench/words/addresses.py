"""What an address in a blueprint names: “the field Owner of Request”, for a line of the requirement
table.
"""

from typing import Any

from apps.workbench.words.tool import Tool, a, capital, listed, lower, plain

PLATFORM = {
    "sign_in": "workspace sign-in at the door",
    "storage": "rows that last",
    "roles": "roles named by the owner",
    "forms": "forms to add and edit",
    "detail": "a page for each row",
    "search": "search",
    "history": "a history of each row",
    "restore": "restoring what was deleted",
    "export": "export as CSV and XLSX",
    "import": "import from CSV",
    "api": "an API for programs and agents",
    "phone": "pages that fit a phone",
}
WHOLE = {
    "scope": "the rows that {page} begins with",
    "counts": "the counts above {page}",
    "actions": "the buttons on {page}",
    "sort": "the order of {page}",
    "parts": "what stands above {page}",
}
VERBS = {
    "view": "see",
    "create": "add",
    "edit": "change",
    "delete": "delete",
    "import": "import",
    "all": "see, add, change and delete",
}
KEYS = {
    "columns": "the column {last} on {page}",
    "filters": "the filter {last} on {page}",
    "counts": "the count {last} on {page}",
    "parts": "{last} on {page}",
    "actions": "the button {last} on {page}",
    "search": "search on {page}",
    "sort": "the order of {page}",
    "group_by": "the groups of {page}",
    "totals": "the totals of {page}",
    "between": "the days of {page}",
    "inline_edit": "cells changed in place on {page}",
}


MANY = {
    "fields": "the fields {all} of {of}",
    "columns": "the columns {all} on {of}",
    "filters": "the filters {all} on {of}",
    "counts": "the counts {all} on {of}",
    "actions": "the buttons {all} on {of}",
}


def provided_words(addresses: list[str], tool: Tool) -> str:
    """A sentence for what provides a clause; things of one kind in one place are said together."""
    together: dict[tuple[str, ...], list[str]] = {}
    for address in dict.fromkeys(addresses):
        place, kind = tuple(address.split(".")[:3]), address.split(".")[2:3]
        alone = not kind or kind[0] not in MANY or address.count(".") < 3
        together.setdefault((address,) if alone else place, []).append(address)
    words = [_together(ones, tool) for ones in together.values()]
    return capital(listed(list(dict.fromkeys(word for word in words if word))))


def _together(addresses: list[str], tool: Tool) -> str:
    """“the columns Owner and Status on “Requests”” for several, the usual words for one."""
    if len(addresses) == 1:
        return address_words(addresses[0], tool)
    space, place, kind = addresses[0].split(".")[:3]
    rests = [".".join(address.split(".")[3:]) for address in addresses]
    if space == "pages":
        names = [_entry(place, kind, rest, tool) for rest in rests]
        of = _quoted(tool.page_name(place))
    else:
        first = [rest.split(".")[0] for rest in rests]
        names = [
            tool.path(place, one) if kind == "fields" else action_name(place, one, tool)
            for one in first
        ]
        of = a(lower(tool.entity_name(place)))
    return MANY[kind].format(all=listed(list(dict.fromkeys(names))), of=of)


def _quoted(name: str) -> str:
    return f"“{name}”"


def address_words(address: str, tool: Tool) -> str:
    """What one address names."""
    parts = address.split(".")
    match parts:
        case ["platform", what]:
            return PLATFORM.get(what, plain(what))
        case ["entities", entity]:
            return f"a table of {tool.plural(entity)}"
        case ["entities", entity, *rest]:
            return _in_entity(entity, rest, tool)
        case ["pages", page]:
            return f"the page {_quoted(tool.page_name(page))}"
        case ["pages", page, key, *rest]:
            return _on_page(page, key, ".".join(rest), tool)
        case ["roles", role]:
            return f"the role {tool.role(role)}"
        case ["automations", automation, *_]:
            return f"“{capital(plain(automation))}”, which happens by itself"
        case ["samples", *_]:
            return "sample rows"
        case _:
            return capital(plain(parts[-1]))


def _in_entity(entity: str, rest: list[str], tool: Tool) -> str:
    of = a(lower(tool.entity_name(entity)))
    match rest:
        case ["fields", field, *_]:
            return f"the field {tool.path(entity, field)} of {of}"
        case ["actions", action, *_]:
            return f"the button {action_name(entity, action, tool)} on {of}"
        case ["permissions", permission, *_]:
            return permission_words(entity, permission, tool)
        case ["rules", *_]:
            return f"a rule that the server holds for {tool.plural(entity)}"
        case ["comments"]:
            return f"comments on {of}"
        case _:
            return f"{of}"


def _on_page(page: str, key: str, rest: str, tool: Tool) -> str:
    name = _quoted(tool.page_name(page))
    if not rest:
        return WHOLE.get(key, f"the {plain(key)} of {{page}}").format(page=name)
    last = _entry(page, key, rest, tool)
    return KEYS.get(key, "{last} on {page}").format(last=last, page=name)


def _entry(page_id: str, key: str, rest: str, tool: Tool) -> str:
    page: Any = next((one for one in tool.resolved.pages if one.id == page_id), None)
    if page is None:
        return capital(plain(rest))
    if key in {"columns", "filters"} and page.entity:
        return tool.path(page.entity, rest)
    entry = rest.split(".")[0]
    named = {one.id: one.name for one in getattr(page.source, key, ()) if hasattr(one, "name")}
    return f"“{named.get(entry) or capital(plain(entry))}”"


def permission_words(entity_id: str, permission_id: str, tool: Tool) -> str:
    """“everybody may see and add requests”."""
    rows, entity = tool.plural(entity_id), tool.entity(entity_id)
    permissions = entity.permissions if entity else ()
    for one in permissions:
        if one.id == permission_id:
            who = listed([lower(tool.who(entity_id, by)) for by in one.by])
            can = listed([VERBS[verb] for verb in one.can])
            return f"{who} may {can} {rows}"
    return f"who may do what with {rows}"


def action_name(entity_id: str, action_id: str, tool: Tool) -> str:
    """What an action's button says."""
    entity = tool.entity(entity_id)
    actions = entity.actions if entity else ()
    found = next((action for action in actions if action.id == action_id), None)
    return found.name if found else capital(plain(action_id))
