"""Whatever stands in a text, prose makes of it a few closed tags and links to the web alone."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from site_kit.web.prose import prose

TAGS = frozenset({"p", "br", "ul", "ol", "li", "h3", "a", "strong", "em", "code"})
REL = ("rel", "noopener noreferrer")
FIXED = (REL, ("class", "list"))


class Read(HTMLParser):
    """What a browser finds: tags, open ones, addresses, text."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not (tag == "a" and "a" in self.open), "a link in a link"
        self.tags.append(tag)
        self.attributes += attrs
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def addresses(self) -> list[str | None]:
        return [value for name, value in self.attributes if name == "href"]


HOSTILE = (
    "[open](https://c.d/-https://e.f/onmouseover=alert(1)//)",
    "[open](https://c.d/https://e.f/onmouseover=alert(1)//)",
    "[go](https://c.d/?u=https://e.f/class=x/data-x=y/onclick=alert`1`/)",
    "[a](https://x.y/`y`) [b](https://x.y/**b**) [c](https://x.y/_c_)",
    "[https://a.b/x](https://c.d/y) [`k`](https://c.d/y) [_t_](https://c.d/y)",
    "https://aaa.b/_x_ _y_ https://aaa.b/**x**y** https://aaa.b/`x`",
    "**[a](https://c.d/**)** *https://c.d/* x* `https://c.d/` _[a](https://c.d/_)_",
    '"https://a.b/"onmouseover="alert(1) https://a.b/\'onclick=\'x https://a.b/><img src=x>',
    '[a"onclick="x](https://a.b/"onclick="x) [<img src=x>](https://a.b/<img/src=x>)',
    "[a](javascript:alert(1)) [a](data:text/html,x) [a](//a.b) [a](HTTPS:alert(1)) ![a](/x)",
    "`<script>` **<script>** *<script>* <script>alert(1)</script> &lt;b&gt; &#60;b&#62;",
    "# **a `b** c` *d [e*](https://f.g/*) **h",
    "- [a](https://b.c/-https://d.e/)\n- **`x`** _https://d.e/_\n1. <b>",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_makes_another_tag_or_attribute(text: str) -> None:
    read = Read(prose(text))
    assert TAGS.issuperset(read.tags)
    assert read.open == []
    assert {one for one in read.attributes if one[0] != "href"} <= {*FIXED}
    assert all(str(one).startswith(("https://", "http://")) for one in read.addresses())


@pytest.mark.parametrize(
    ("text", "said", "leads"),
    [
        (HOSTILE[0], "open//)", ["https://c.d/-https://e.f/onmouseover=alert(1"]),
        ("[a](https://x.y/`y`_z_)", "a", ["https://x.y/`y`_z_"]),
        ("[https://a.b/x](https://c.d/y)", "https://a.b/x", ["https://c.d/y"]),
        ("see https://a.b/_x_?y=1&z=2.", "see https://a.b/_x_?y=1&z=2.", ["https://a.b/_x_?y=1&z=2"]),
        ("(https://a.b/x), <https://a.b/y>", "(https://a.b/x), <https://a.b/y>", [
            "https://a.b/x", "https://a.b/y",
        ]),
        ("**see [it](https://a.b/x)**", "see it", ["https://a.b/x"]),
        ("`**x** https://a.b/x`", "**x** https://a.b/x", []),
        ("*a* **b *c* d** `e`", "a b c d e", []),
    ],
)  # fmt: skip
def test_a_link_leads_where_it_was_written(text: str, said: str, leads: list[str]) -> None:
    read = Read(prose(text))
    assert (read.text, read.addresses()) == (said, leads)


def test_bold_ends_within_reach() -> None:
    """Else each of many that never end would be looked for to the end of the text."""
    assert "<strong>" in prose(f"**{'a' * 1000}**")
    assert "<strong>" not in prose(f"**{'a' * 1001}**")
