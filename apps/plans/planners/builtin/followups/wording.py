"""Manners of saying a change, brought to the plain one that the readers know.

Nothing here knows a tool: `can we also have X` is `add X`, `X is no longer needed` is `remove X`,
`Ys without an X cannot be marked as Z` is `a Y cannot be Z without X`.
"""

import re

_TAIL = re.compile(
    r"[ ,]+(?:any ?more|any longer|at all|again|please|for now|as well|too|right away|thanks|"
    r"thank you)$"
)
_ARTICLE = r"(?:an? |the |any |all |its |their )*"
_CANNOT = (
    r"(?:cannot|can not|can't|may not|must not|mustn't|should not|shouldn't|must never|can never|"
    r"may never|should never)"
)
_LIST = r"(?:page|tab|view|list|table|screen)"
_MANNERS = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"^(?:can|could|may|shall) (?:we|i|you)(?: also)? (?:have|get) (?P<what>.+?)\??$", "add "),
        (
            r"^(?P<what>.+?) (?:is|are) (?:not|no longer) (?:needed|necessary|wanted|used)$",
            "remove ",
        ),
        (r"^(?P<what>.+?) (?:can|may|should) go(?: away)?$", "remove "),
        (r"^(?P<what>.+?) should be (?:removed|dropped|gone)$", "remove "),
    )
)
_ASIDE = re.compile(
    r"(?:, *)?\b(?:if possible|if you can|perhaps|maybe|ideally|of course|by the way)\b(?: *,)?"
)
_SIZE = re.compile(
    r"\b(?:small|simple|little|short|big|nice|plain) (?=(?:text )?(?:field|column|box))"
)
_LET_ONLY = re.compile(r"^(?:let|allow) (?P<who>[\w ]+?) (?:to )?only (?P<what>.+)$")
_PAINT = re.compile(
    r"^(?:make|colou?r|paint) (?:the |this |our )?(?:tool|app|site|whole thing|dashboard|theme|"
    r"everything) (?:in )?(?P<colour>red|amber|green|blue|teal|purple|pink|grey)$"
)
_TAKEN = re.compile(r"^take (?P<what>.+?) (?:out of|off|away from|from) (?P<where>.+)$")
_WITHOUT = re.compile(
    rf"^{_ARTICLE}(?P<thing>[\w ]+?) (?:without|with no|that has no|that have no) {_ARTICLE}"
    rf"(?P<field>[\w ]+?) {_CANNOT} be (?:marked |set |moved |put |changed |made )?"
    rf"(?:as |to |in |into )?(?P<state>[\w ]+)$"
)
_PAGE = re.compile(
    rf"^(?P<add>(?:add|create|make|give (?:me|us)|have)) an? (?:new |separate |extra )?{_LIST} "
    r"(?:that |which )?(?:only )?(?:shows?|lists?|displays?|has|contains?|with) (?:only |just )?"
    rf"{_ARTICLE}(?P<what>.+)$"
)
_EVERYTHING = re.compile(
    r"^(?:everything|things|what|whatever)(?: that)? (?:is|are) (?P<state>.+)$"
)
_GROUPED = re.compile(
    r"^(?P<board>.*\bboard) (?:grouped|arranged|split|organi[sz]ed) by (?P<by>.+)$"
)
_IT = re.compile(
    r"^(?P<before>(?:make|mark|set|rename|call|hide|remove|drop|show|display|move|put|turn|filter "
    r"by|sort by|(?:sort|order) the \w+ by)) (?:it|that one|this one)\b"
)
_BY_IT = re.compile(r"\bby (?:it|that|this)$")


def plainly(text: str, *, last: str = "", thing: str = "") -> str:
    """The clause in its plain manner. `last` is the name of what was spoken of before, for "it";
    `thing` is what the tool is about, for "everything".
    """
    plain = " ".join(_SIZE.sub("", _ASIDE.sub(" ", text)).split())
    while found := _TAIL.search(plain):
        plain = plain[: found.start()]
    if last:
        plain = _BY_IT.sub(f"by {last}", _IT.sub(rf"\g<before> {last}", plain))
    for pattern, verb in _MANNERS:
        if found := pattern.match(plain):
            return verb + found["what"]
    return _rearranged(plain, thing)


def _rearranged(plain: str, thing: str) -> str:
    if found := _LET_ONLY.match(plain):
        return f"{found['who']} can only {found['what']}"
    if found := _PAINT.match(plain):
        return f"use a {found['colour']} accent"
    if found := _TAKEN.match(plain):
        return f"remove {found['what']} from {found['where']}"
    if found := _WITHOUT.match(plain):
        return f"{found['thing']} cannot be {found['state']} without {found['field']}"
    if found := _GROUPED.match(plain):
        return f"{found['board']} by {found['by']}"
    if found := _PAGE.match(plain):
        state = _EVERYTHING.match(found["what"])
        shown = f"{state['state']} {thing}" if state and thing else found["what"]
        return f"add a page for {shown}"
    return plain


_AUTHOR = (
    r"(?:the (?:same )?(?:person|one|user|member)|whoever|who|people|somebody|someone|anyone|"
    r"those)(?: who)?(?: has| have)? (?:entered|created|submitted|made|added|raised|filed|wrote|"
    r"requested|recorded|asked for)"
)
SELF = re.compile(
    rf"^{_AUTHOR} (?P<what>[\w ]+?) (?:{_CANNOT}) (?:also )?(?P<verb>[\w]+)(?: [\w ]+)?$|"
    rf"^(?:an?|the|each|every)? ?[\w ]+? {_CANNOT} be (?P<done>\w+) by (?:{_AUTHOR}(?: it| them| "
    rf"that)?|(?:its|the|their) (?:own )?(?:author|creator|submitter|requester))$"
)
_ONLY_THESE = re.compile(
    r"^only [\w ]+(?:, [\w ]+)*,? (?:and|or) [\w ]+? (?:may|can|should|must|should be able to|are "
    r"allowed to) \w+(?: (?!.*\b(?:and|but)\b)[\w ]+)?$"
)
_LET = re.compile(r"^(?:let|allow) (?!me |us )[\w ,]+$")
_WHOLE = (_PAGE, SELF, _WITHOUT, _ONLY_THESE)


_VERBS = (
    r"(?:also )?(?:rename|remove|drop|delete|hide|sort|order|filter|move|add|make|let|call|turn|"
    r"convert|set|swap|count|change|allow|group|show|put)"
)
_NEXT = re.compile(rf"(?:,? (?:and then|and also|and|then|but)|,) (?={_VERBS} )")
_FIRST = re.compile(rf"^(?:first|firstly|second|secondly|last|lastly),? (?={_VERBS} )")
_CHANGES = re.compile(rf"^{_VERBS} ")
_COMPOSED = re.compile(r"\b(?:button|when|if|once|so that|which|that|to be able|people|users)\b")


def further_wishes(text: str) -> list[tuple[int, int]]:
    """Where a clause holds several changes one after the other: their places in it."""
    if not _CHANGES.match(_FIRST.sub("", text)):
        return [(0, len(text))]
    places: list[tuple[int, int]] = []
    start = 0
    for found in _NEXT.finditer(text):
        before = text[start : found.start()]
        if _is_open(before) or _COMPOSED.search(before):
            continue
        places.append((start, found.start()))
        start = found.end()
    return [*places, (start, len(text))]


def _is_open(text: str) -> bool:
    """Whether a quotation or a bracket has begun and not ended."""
    return text.count('"') % 2 == 1 or text.count("(") != text.count(")")


def without_number(text: str) -> str:
    """`first, add a place` is `add a place`."""
    return _FIRST.sub("", text)


def is_one_wish(text: str) -> bool:
    """Whether a sentence is one wish as a whole, though a relative clause in it looks like two."""
    if _LET.match(text):
        return len(further_wishes(text)) == 1
    return any(pattern.match(text) for pattern in _WHOLE)
