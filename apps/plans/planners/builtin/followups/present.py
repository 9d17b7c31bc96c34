"""The present blueprint, looked at by the words of a follow-up."""

import copy
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.names import words_of
from apps.plans.planners.builtin.compose.statuses import is_named, value_name
from apps.plans.planners.builtin.grammar.figures import GRAINS, chart_shape
from apps.plans.planners.builtin.grammar.phrases import bare, key_of
from apps.plans.planners.builtin.grammar.things import Things
from apps.plans.planners.builtin.language.words import plural_phrase
from apps.plans.planners.builtin.lexicon import Lexicon

_QUOTES = re.compile(r"^[\"'`]+|[\"'`]+$")
_TAIL = re.compile(
    r"\s+(?:field|column|label|status|value|option|page|tab|view|button|action|role|list|table|"
    r"entity|dropdown|checkbox|filter|chart|graph|counts?|number)s?$"
)
_HEAD = re.compile(
    r"^(?P<sort>status|stage|state|value|option|choice|button|action|page|tab|view|field|column|"
    r"role|chart|graph|count|counter|list|table)s? (?:called |named |of |for )?(?:the )?(?=\S)"
)
_SORT_OF = {
    "status": "value",
    "stage": "value",
    "state": "value",
    "value": "value",
    "option": "value",
    "choice": "value",
    "button": "action",
    "action": "action",
    "page": "page",
    "tab": "page",
    "view": "page",
    "field": "field",
    "column": "field",
    "role": "role",
    "chart": "part",
    "graph": "part",
    "count": "count",
    "filter": "field",
    "label": "field",
    "counter": "count",
    "list": "page",
    "table": "page",
}
_SORT_OF_LIST = {
    "fields": "field",
    "values": "value",
    "pages": "page",
    "parts": "part",
    "actions": "action",
    "entities": "entity",
    "roles": "role",
    "counts": "count",
}
_ANY_CHART = re.compile(
    r"^(?:(?:daily|weekly|monthly|quarterly|yearly|bar|line|area|pie|donut|trend|summary|small|"
    r"big|only|other) )*(?:chart|graph|trend|diagram)$|^(?:chart|graph|diagram) (?:by|per|of|for) "
    r"(?P<by>[\w ]+)$|^(?P<by2>[\w ]+?) (?:chart|graph|diagram)$"
)


@dataclass(frozen=True, slots=True)
class Target:
    """Something of the tool: where it is, what sort of thing, and its data."""

    at: str
    sort: str
    data: Data


class Present:
    """Look-ups over a blueprint; `draft` may be changed to try something out."""

    def __init__(self, data: Data, lexicon: Lexicon) -> None:
        self.data = data
        self.lexicon = lexicon
        self.draft = Draft(things_of(data, lexicon), lexicon, copy.deepcopy(data))

    @property
    def pages(self) -> list[Data]:
        """The pages, in order."""
        found: list[Data] = self.data.get("pages", [])
        return found

    @property
    def entities(self) -> list[Data]:
        """The entities, in order."""
        found: list[Data] = self.data["entities"]
        return found

    def entity_in(self, text: str) -> str:
        """The entity a text speaks of; else the one of the first list page; else the first."""
        for entity in self.entities:
            if any(
                re.search(rf"\b{re.escape(name)}s?\b", text)
                for name in self.draft.entity_words(entity["id"])
            ):
                return str(entity["id"])
        listed = next(
            (page["entity"] for page in self.pages if page["kind"] in {"table", "board"}), ""
        )
        return str(listed or self.entities[0]["id"])

    def entity_with(self, phrase: str, text: str) -> str:
        """The entity whose list is meant by a change of a field: the first listed one that has it,
        unless the list of another is named.
        """
        listed = re.search(
            r"\b(?:in|on|of|to|for) (?:the |our )?(?P<name>[\w ]+?) (?:list|table|page|view)\b",
            text,
        )
        named = self._entity(listed["name"]) if listed else None
        if named is not None:
            return str(named.data["id"])
        order = dict.fromkeys([page["entity"] for page in self.pages if page.get("entity")])
        for key in [*order, *(entity["id"] for entity in self.entities)]:
            if self.draft.field_named(str(key), phrase) is not None:
                return str(key)
        return self.entity_in(text)

    def page_for(self, key: str, text: str = "") -> Data | None:
        """The list page that is meant: one named in the text, else the first of the entity."""
        for page in self.pages:
            if (
                page.get("entity") == key
                and page["kind"] not in {"detail", "form"}
                and _names_page(page, text)
            ):
                return page
        return next(
            (page for page in self.pages if page.get("entity") == key and page["kind"] == "table"),
            None,
        )

    def find(self, phrase: str, *sorts: str) -> Target | None:
        """What a phrase names: a field, value, page, part, button, entity or role, whichever fits
        best.
        """
        plain = _QUOTES.sub("", bare(phrase.strip()) or phrase.strip()).strip()
        tail, head = _TAIL.search(plain), _HEAD.match(plain)
        bared = _TAIL.sub("", plain)
        tries: list[tuple[str, tuple[str, ...] | None]] = [(plain, sorts)]
        if tail is not None:
            tries.append((bared, _narrowed(sorts, tail[0].strip())))
        if head is not None:
            rest = _QUOTES.sub("", plain[head.end() :].strip())
            tries.append((rest, _narrowed(sorts, head["sort"])))
        tries.append((bared, sorts))
        for text, only in tries:
            found = self._named(text, only) if only is not None else None
            if found is not None:
                return found
        if sorts and "field" not in sorts:
            return None
        return self._field_like(plain) or self._field_like(bared)

    def _named(self, text: str, sorts: tuple[str, ...]) -> Target | None:
        """What has a name, looked for among some sorts of things, or all."""
        if not (key_of(text) or text == "new"):
            return None
        for sort, search in (
            ("field", self._field),
            ("value", self._value),
            ("page", self._page),
            ("part", self._part),
            ("action", self._action),
            ("entity", self._entity),
            ("role", self._role),
            ("count", self._count),
        ):
            if sorts and sort not in sorts:
                continue
            found = search(text)
            if found is not None:
                return found
        return None

    def at(self, address: str) -> Target | None:
        """What is at an address that was spoken of before."""
        parts = address.split(".")
        sort = _SORT_OF_LIST.get(parts[-2] if len(parts) > 1 else "", "")
        found: Any = self.data
        for part in parts:
            found = (
                found.get(part)
                if isinstance(found, dict)
                else next((one for one in found or () if one.get("id") == part), None)
            )
        return Target(address, sort, found) if sort and isinstance(found, dict) else None

    def _field(self, text: str) -> Target | None:
        """A field by its very name."""
        for entity in self.entities:
            field = self.draft.field_named(entity["id"], text)
            if field is not None and (
                key_of(is_named(field).lower()) == key_of(text)
                or field["id"].replace("_", " ") == text
            ):
                return Target(f"entities.{entity['id']}.fields.{field['id']}", "field", field)
        return None

    def _field_like(self, text: str) -> Target | None:
        """A field that is probably meant, where nothing has the very name."""
        for entity in self.entities:
            field = self.draft.field_named(entity["id"], text)
            if field is not None:
                return Target(f"entities.{entity['id']}.fields.{field['id']}", "field", field)
        return None

    def _value(self, text: str) -> Target | None:
        for entity in self.entities:
            for field in entity["fields"]:
                for value in field.get("values", []):
                    names = {value_name(value).lower(), value["id"].replace("_", " ")}
                    of = is_named(field).lower()
                    if text in names | {f"{of} {name}" for name in names}:
                        return Target(
                            f"entities.{entity['id']}.fields.{field['id']}.values.{value['id']}",
                            "value",
                            value,
                        )
        return None

    def _page(self, text: str) -> Target | None:
        for page in self.pages:
            if text in {
                str(page.get("name") or words_of(page["id"])).lower(),
                page["id"].replace("_", " "),
                page["kind"],
            }:
                return Target(f"pages.{page['id']}", "page", page)
        if text in {"list", "table", "overview", "main page", "first page"} and self.pages:
            page = next((page for page in self.pages if page["kind"] == "table"), self.pages[0])
            return Target(f"pages.{page['id']}", "page", page)
        return None

    def _part(self, text: str) -> Target | None:
        for page in self.pages:
            for part in page.get("parts", []):
                name = str(part.get("name") or words_of(part["id"])).lower()
                if text in {name, f"chart {name}", part["id"].replace("_", " ")}:
                    return Target(f"pages.{page['id']}.parts.{part['id']}", "part", part)
        charts = self.charts(text)
        return charts[0] if charts else None

    def charts(self, text: str) -> list[Target]:
        """The charts that words may mean: by shape, by what they go by, else every one."""
        found = [
            Target(f"pages.{page['id']}.parts.{part['id']}", "part", part)
            for page in self.pages
            for part in page.get("parts", [])
            if part["kind"] == "chart"
        ]
        name = re.sub(r"^chart (?:called |named )?|[\"'“”]", "", bare(text))
        exact = [one for one in found if is_named(one.data).lower() == name]
        if exact:
            return exact
        named = _ANY_CHART.match(bare(text))
        by = named["by"] or named["by2"] if named else None
        if named is None:
            return []
        if by:
            return [one for one in found if self._goes_by(one.data, by)]
        shape = chart_shape(text)
        said = [one for one in found if shape and one.data.get("shape", "bar") == shape]
        grain = next((GRAINS[word] for word in text.split() if word in GRAINS), "")
        at = [one for one in found if grain and one.data.get("grain") == grain]
        return said or at or found

    def _goes_by(self, part: Data, phrase: str) -> bool:
        field = self.draft.field_named(str(part["entity"]), bare(phrase))
        return field is not None and field["id"] in {part.get("x"), part.get("split_by")}

    def _action(self, text: str) -> Target | None:
        for entity in self.entities:
            for action in entity.get("actions", []):
                if text in {
                    str(action.get("name") or words_of(action["id"])).lower(),
                    action["id"].replace("_", " "),
                }:
                    return Target(
                        f"entities.{entity['id']}.actions.{action['id']}", "action", action
                    )
        return None

    def _entity(self, text: str) -> Target | None:
        for entity in self.entities:
            if key_of(text) in self.draft.entity_words(entity["id"]):
                return Target(f"entities.{entity['id']}", "entity", entity)
        return None

    def _role(self, text: str) -> Target | None:
        for role in self.data.get("roles", []):
            if key_of(text) in {
                role["id"].replace("_", " "),
                key_of(str(role.get("name", "")).lower()),
            }:
                return Target(f"roles.{role['id']}", "role", role)
        return None

    def _count(self, text: str) -> Target | None:
        """A count by its name, in the singular or the plural, with its things or without."""
        for page in self.pages:
            things = self.draft.entity_words(page["entity"]) if page.get("entity") else []
            for count in page.get("counts", []):
                name = str(count.get("name") or words_of(count["id"])).lower()
                names = {name, count["id"].replace("_", " ")}
                said = {text, key_of(text), *(_without_last(text, things))}
                if said & (names | {key_of(other) for other in names}):
                    return Target(f"pages.{page['id']}.counts.{count['id']}", "count", count)
        return None

    def main_name(self) -> str:
        """What the tool is about, in the plural."""
        key = self.entity_in("")
        return plural_phrase(key.replace("_", " "))

    def chart(self) -> Target | None:
        """The first chart of the tool."""
        for page in self.pages:
            for part in page.get("parts", []):
                if part["kind"] == "chart":
                    return Target(f"pages.{page['id']}.parts.{part['id']}", "part", part)
        return None


def _narrowed(sorts: tuple[str, ...], word: str) -> tuple[str, ...] | None:
    """The sort that a word for a kind of thing means; None where that is not looked for."""
    sort = _SORT_OF.get(word, _SORT_OF.get(word.removesuffix("s"), ""))
    if not sort:
        return sorts
    return (sort,) if not sorts or sort in sorts else None


def _without_last(text: str, things: Iterable[str]) -> set[str]:
    """`flagged` of `flagged invoices`."""
    head, _, tail = text.rpartition(" ")
    return {head} if head and key_of(tail) in things else set()


def _names_page(page: Data, text: str) -> bool:
    name = str(page.get("name") or words_of(page["id"])).lower()
    return bool(text) and (
        name in text
        or (
            re.search(rf"\b{re.escape(page['kind'])}\b", text) is not None
            and page["kind"] != "table"
        )
    )


def things_of(data: Data, lexicon: Lexicon) -> Things:
    """The entities of a blueprint as things with their words."""
    things = Things(lexicon)
    know_things(data, things)
    return things


def know_things(data: dict[str, Any], things: Things) -> None:
    """Adds the entities of a blueprint, by their names."""
    first = next((page["entity"] for page in data.get("pages", []) if page.get("entity")), "")
    for entity in sorted(data["entities"], key=lambda entity: bool(entity["id"] != first)):
        things.know(entity["id"], str(entity.get("name") or words_of(entity["id"])).lower())
