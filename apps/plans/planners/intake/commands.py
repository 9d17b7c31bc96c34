"""Commands said in plain words: save, deploy, change who may open it, roll back, export, archive,
explain.

Recognised, never done: the portal shows what it would do and asks for one confirmation; rights are
checked there.
"""

import re

_THING = (
    r"(?:the |this |that |my |our |it|its |current |saved |latest |newest |last |approved |"
    r"reviewed |deployed |live )*(?:\w+ )?(?:version|dashboard|tool|app|application|site|"
    r"page|tracker|changes?|build|draft|board|log|register|project|it|this|that)?(?: ?v?\d+)?(?: "
    r"of (?:the |this |"
    r"that |my |our )*(?:\w+ ){0,2}(?:dashboard|tool|app|site|tracker|board|log|project))?"
)
_SAVE = re.compile(
    rf"^(?:save|freeze|snapshot|create|make|prepare)\b (?:a |an |the )?(?:new )?(?:reviewable "
    rf"|saved |named )?(?:version|snapshot|checkpoint|release candidate)\b|^save "
    rf"(?:{_THING})(?:$| (?:for|so|as a (?:new )?(?:reviewable )?version|and "
    rf"ask|before))|^(?:ask|send|submit) (?:it |this |{_THING} )?for (?:a "
    rf")?review\b|^(?:submit|send) (?:it|this|{_THING}) (?:to|for) review"
)
_DEPLOY = re.compile(
    rf"^(?:deploy|publish|release|ship|launch|go live|put)\b(?: (?:with )?{_THING})?(?:$|[ "
    rf".,](?:and|now|to (?:production|everyone|everybody|(?:all |the |my |our |whole )+(?:people|"
    rf"team|workspace|company|users|members))|live|online|please|as is|give|so "
    rf"that|when|once|for))|^(?:go|take it|push (?:it|this|{_THING})) (?:live|to "
    rf"production)|^make (?:it|this|{_THING}) live"
)
_ACCESS = re.compile(
    rf"^(?:change|set|update|widen|restrict|limit|open|close|narrow|switch)\b (?:up "
    rf")?(?:(?:its|their|the|our|my|who has) )?(?:{_THING}(?:'s)? )?(?:'s "
    rf")?(?:access|visibility|audience|sharing)\b|^(?:share|open|unshare)\b (?:up )?{_THING}(?: "
    rf"up)? (?:with|to|for) (?P<share>.+)|^make (?:it|this|{_THING}) "
    rf"(?P<mode>private|public|visible|accessible|available|open)\b|"
    rf"^(?:let|allow|give) (?P<who>everyone|everybody|anyone|all|the whole|my whole|only "
    rf"me|(?:the )?\w+ (?:group|team|department))(?: \w+){{0,4}} (?:to )?(?:open|access|use|see) "
    rf"(?:to )?(?:it|this|{_THING})$|^(?:grant|give|revoke|remove) (?P<grant>.+?) access(?: to "
    rf"(?:it|this|{_THING}))?$|^who (?:can|may) open (?:it|this|{_THING})$"
)
_BACK = re.compile(
    r"^(?!(?:revert|undo|restore) (?:the |my )?(?:last |latest |previous )?(?:change|edit|plan|"
    r"request|wish|that)s?$|.*\b(?:how|the way|what|as) it was(?: before)?$)"
    rf"(?:roll ?back|revert|go back|return|restore|switch back)\b(?: (?:it|this|{_THING}|the "
    rf"site|the deployment))? ?(?:to )?(?:the "
    rf")?(?P<to>previous|last|earlier|prior|former|older|version|v)?\b.{{0,40}}(?:version|deploym"
    rf"ent|release|state|deploy|v ?\d+|$)|^undo (?:the )?(?:last |latest "
    rf")?(?:deployment|release|deploy)\b"
)
_EXPORT = re.compile(
    rf"^(?:export|download|give me|send me|get|show me|hand over|i want|i need)\b (?:me )?(?:a "
    rf"|an |the |all |its |this |full |complete |of |whole )*(?:(?:{_THING})(?:'s)? "
    rf")?(?:source(?: code)?|code(?: base)?|codebase|zip|zip file|git "
    rf"(?:repository|repo|clone)|repository|django project|project "
    rf"files|(?:project|tool|site|app|dashboard) (?:files )?as (?:a |an "
    rf")?(?:zip|archive|git)\w*|whole project|whole tool|archive file)\b|^export (?:it|this|the "
    rf"(?:tool|site|app|project|dashboard|whole thing))(?: (?:as|with|including) .*)?$"
)
_ARCHIVE = re.compile(
    r"^(?:archive|retire|shut down|take down|switch off|turn off|delete|remove)\b (?:the |this |"
    r"whole |entire )*(?:tool|site|app|application|dashboard)$|^archive (?:it|this)$"
)
_EXPLAIN = re.compile(
    r"^(?:(?:please )?(?:explain|describe|tell me about|tell me (?:how|why|what|who|where|which)|"
    r"show me how|walk me through|summari[sz]e (?:this|the|what)|what does|what is|what are|what "
    r"happens|what did|why|how (?:do|does|did|many|can i|is|are|was)|who (?:can|may|is|has|sees?|"
    r"does)|where (?:is|are|do|does)|which (?:fields?|pages?|roles?|people|rules?)|when (?:is|"
    r"are|does|do|will)|is there|are there|does (?:it|the|this)|can (?:members?|admins?|anyone|"
    r"everyone|outsiders?|mara|jon)))\b"
)
_WISH = re.compile(
    r"\b(?:add|make|change|want|need|include|show me a|build|remove|rename|instead|could you|can "
    r"you|please (?:add|change|make)|would like|have a|a way to|(?:i|we) (?:get|have))\b"
)
_MENTION = re.compile(r"^\s*@sites\b[,:]?\s*", re.I)
_POLITE = re.compile(
    r"^(?:please|now|ok|okay|great|thanks|thank you|could you|can you|would you|kindly|then|and|"
    r"so|let's|let us|yes|good|perfect|i'd like you to|i want you to|i would like to|i want to|"
    r"we want to|go ahead and)[,!.]?\s+"
)
_EVERYBODY = re.compile(
    r"\b(?:everyone|everybody|anyone|all|workspace|whole company|the company|all members|public|"
    r"visible|accessible|available|open)\b"
)
_ALONE = re.compile(
    r"\b(?:private|only me|just me|myself|nobody|owner|admins? only|only admins?)\b"
)
_LONGEST = 400


def command_in(text: str, *, follow_up: bool) -> dict[str, str] | None:
    """`{"name", "target"}` of the command that a text is, or None.

    Questions explain only where there is a tool.
    """
    if len(text) > _LONGEST:
        return None
    plain = _plain(text)
    for name, pattern in (
        ("save", _SAVE),
        ("access", _ACCESS),
        ("roll_back", _BACK),
        ("export", _EXPORT),
        ("archive", _ARCHIVE),
        ("deploy", _DEPLOY),
    ):
        found = pattern.search(plain)
        if found:
            return {"name": name, "target": _target(name, plain)}
    if follow_up and _EXPLAIN.search(plain) and not _WISH.search(plain):
        return {"name": "explain", "target": " ".join(_MENTION.sub("", text).split())}
    return None


def _plain(text: str) -> str:
    plain = " ".join(_MENTION.sub("", text).replace("\u2019", "'").lower().split()).strip(" .!")
    while found := _POLITE.match(plain):
        plain = plain[found.end() :]
    return plain


def _target(name: str, plain: str) -> str:
    """What a command is about: a version's number, an audience, nothing."""
    if name == "roll_back":
        number = re.search(r"\b(?:version|v) ?(\d+)\b", plain)
        return number[1] if number else "previous"
    if name in {"deploy", "save"}:
        number = re.search(r"\b(?:version|v) ?(\d+)\b", plain)
        return number[1] if number else ""
    if name != "access":
        return ""
    if _ALONE.search(plain):
        return "private"
    group = re.search(
        r"\b(?:with|to|for|only|let|give|grant) (?:only )?(?:the )?(?P<who>[\w' ]+? (?:group|"
        r"team|department))\b",
        plain,
    )
    if group:
        return group["who"].removeprefix("only ").strip()
    if _EVERYBODY.search(re.sub(r"^open\b", "", plain)):
        return "workspace"
    people = re.search(r"\b(?:with|to|for) (?P<who>[^,.]+)$", plain)
    return people["who"].strip() if people else ""
