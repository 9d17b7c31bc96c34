"""As much of an HTML page as a test reads: elements with their attributes, text and children."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

ALONE = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"}
    | {"source", "track", "wbr", "use", "path"}
)

INLINE = frozenset({"a", "abbr", "b", "code", "em", "i", "mark", "small", "span", "strong", "time"})

CELLS = frozenset({"td", "th"})


@dataclass(slots=True)
class Element:
    """One element; `parts` are texts and elements in their order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    parts: list[Element | str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Element]:
        """This element and all inside it."""
        yield self
        for part in self.parts:
            if isinstance(part, Element):
                yield from part

    def all(self, attribute: str, value: str | None = None) -> list[Element]:
        """The elements inside that have this attribute (with this value)."""
        return [
            one
            for one in self
            if attribute in one.attributes and value in (None, one.attributes[attribute])
        ]

    def first(self, attribute: str, value: str | None = None) -> Element | None:
        """The first of `all`."""
        return next(iter(self.all(attribute, value)), None)

    @property
    def text(self) -> str:
        """The text that people read, with single spaces; nothing that is hidden from all."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        if self.tag in ("script", "style", "template") or "hidden" in self.attributes:
            return
        if self.attributes.get("aria-hidden") == "true":
            return
        for part in self.parts:
            if isinstance(part, str):
                yield part
            else:
                yield from part._texts()
                yield "" if part.tag in INLINE else " "


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("document")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        if {self.open[-1].tag, tag} <= CELLS or self.open[-1].tag == tag == "option":
            self.open.pop()  # its end may be left out
        self.open[-1].parts.append(element)
        if tag not in ALONE:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].parts.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if any(element.tag == tag for element in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].parts.append(data)


def read(page: str) -> Element:
    """A page as elements."""
    reader = _Reader()
    reader.feed(page)
    return reader.root


def controls(form: Element) -> dict[str, list[str]]:
    """What a browser would send of a form as it stands: name -> values."""
    found: dict[str, list[str]] = {}
    for one in form:
        name = one.attributes.get("name", "")
        if not name or "disabled" in one.attributes:
            continue
        if one.tag == "select":
            found.setdefault(name, []).extend(_chosen(one))
        elif one.tag == "textarea":
            found.setdefault(name, []).append("".join(p for p in one.parts if isinstance(p, str)))
        elif one.tag == "input" and _sends(one):
            found.setdefault(name, []).append(one.attributes.get("value", "on"))
    return found


def _sends(control: Element) -> bool:
    kind = control.attributes.get("type", "text")
    if kind in ("checkbox", "radio"):
        return "checked" in control.attributes
    if "value" not in control.attributes:
        control.attributes["value"] = ""
    return kind not in ("submit", "button", "file", "image", "reset")


def _chosen(select: Element) -> list[str]:
    options = [one for one in select if one.tag == "option"]
    marked = [one for one in options if "selected" in one.attributes]
    if not marked and "multiple" not in select.attributes:
        marked = options[:1]
    return [one.attributes.get("value", one.text) for one in marked]
