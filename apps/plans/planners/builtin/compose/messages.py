"""Messages: who is told what when, and which other system; what is not understood is left out with
its reason.
"""

import re

from apps.plans.blueprint import times
from apps.plans.blueprint.triggers import OnDate
from apps.plans.planners.builtin.abilities import Abilities
from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.entity_names import singular_name
from apps.plans.planners.builtin.compose.names import free, name_of
from apps.plans.planners.builtin.compose.reminders import by_date, still_open
from apps.plans.planners.builtin.compose.statuses import status_with, value_name
from apps.plans.planners.builtin.compose.verdicts import Built, NotBuilt, Verdict
from apps.plans.planners.builtin.compose.who import author_entry, who
from apps.plans.planners.builtin.grammar.channels import Channel
from apps.plans.planners.builtin.grammar.wishes import Told
from apps.plans.planners.builtin.language.words import first_word

_CREATED = re.compile(
    r"\bnew\b|\b(?:is|are|gets?|has been|when|whenever) (?:\w+ ){0,3}(?:created|submitted|added|"
    r"entered|reported|raised|received|logged|booked|requested|filed|posted|registered|checks? "
    r"in|arrives?|signs? in)\b|\b(?:on|after|upon) (?:submission|creation)\b|\b(?:somebody|"
    r"someone|anyone|a \w+) (?:submits|creates|adds|reports|raises|enters|books|requests)\b"
)
_CHANGED = re.compile(
    r"\bstatus (?:is |has |was |gets )?(?:changes?|changed|updated?|moves)\b|\b(?:changes?|"
    r"updates?) (?:in|of|to) (?:the )?status\b|\bwhen (?:the |its )?status\b|\bis updated\b|"
    r"\bstatus changes\b"
)
_ASSIGNED = re.compile(r"\bassigned\b|\bassignment\b|\bbecomes? (?:the )?owner\b")
_BY_DATE = re.compile(
    r"\b(?:before|after|days?|weeks?|due|overdue|late|expir\w+|deadline|ends?|renewal|every|each|"
    r"daily|weekly|monthly|monday|tuesday|wednesday|thursday|friday|morning|remind\w*)\b"
)
_TO = re.compile(
    r"\b(?:notify|notifies|notifying|tell|tells|email|emails|e-mail|alert|alerts|inform|informs|"
    r"remind|reminds|warn|warns|message|ping)(?: (?:an? )?(?:email|mail|message|reminder|"
    r"notification))? (?:to )?(?P<who>(?:the |a |an |their |its |all |our |every |each "
    r")?[a-z][\w' -]*?)(?= (?:when|if|that|about|of|once|as|on|by|whenever|after|before|every|"
    r"each|a day|\d|one|two|three|via|with|so|at|for|in)\b|[,.]|$)"
)
_SEND_TO = re.compile(
    r"\b(?:to|for) (?P<who>(?:the |a |an |their |its |all |our )?[a-z][\w' -]*?)(?= (?:when|if|"
    r"about|once|as|on|by|whenever|after|before|every|each|via|with|at|in)\b|[,.]|$)"
)
_GETS = re.compile(
    r"^(?:(?:when|if|once|whenever|after) [^,]+, )?(?:and )?(?P<who>(?:the |a |an |their |its |"
    r"all |our )?[a-z][\w' -]*?) (?:gets?|receives?|should get|should receive|is|are|must be|"
    r"should be|wants?) (?:to be )?(?:an? |the )?(?:\w+ )?(?:notified|told|informed|alerted|"
    r"reminded|emailed|notification|reminder|email|e-mail|message|alert)"
)


_BESIDES = re.compile(
    r"\b(?:notify|tell|e-?mail|remind|alert|inform) (?:the |its |their )?(?P<who>[a-z]+)\b"
)
GUESSED = "The chat is taken to be Slack (hooks.slack.com); name another host to change that."
_OCCASIONS = ("when", "if", "once", "whenever", "after", "before", "every", "each", "on", "about")


def tell(draft: Draft, wish: Told, abilities: Abilities) -> Verdict:
    """An automation that tells people or another system, where its occasion can be watched."""
    text = wish.text
    trigger = _trigger(draft, wish.of, text)
    if trigger is None:
        return NotBuilt(
            "On which occasion was not understood."
            if not _BY_DATE.search(text)
            else _timed(draft, wish.of)
        )
    if not abilities.can("step", "notify") or not abilities.can("trigger", trigger["kind"]):
        return NotBuilt("Messages are not sent yet.")
    if wish.channel is not None:
        return _posted(draft, wish, wish.channel, trigger)
    to = _to(draft, wish.of, text, trigger)
    if not to:
        return NotBuilt("Who should be told was not understood.")
    step: Data = {"kind": "notify", "to": to, "text": _text(draft, wish.of, trigger)}
    identity = _add(draft, wish.of, trigger, [step])
    partly = (
        "Chat channels and text messages are not reached; the message comes in the portal and by "
        "mail."
        if re.search(r"\b(?:slack|teams|sms|whatsapp|text message|chat)\b", text)
        else ""
    )
    return Built(
        [f"automations.{identity}"],
        f"A message in the portal and by mail: {_occasion(draft, trigger)}",
        partly,
    )


def _add(draft: Draft, key: str, trigger: Data, steps: list[Data]) -> str:
    """The automation in the draft; its id."""
    identity = free(_id(trigger), {other["id"] for other in draft.data.get("automations", [])})
    automation: Data = {"id": identity, "entity": key, "when": trigger, "do": steps}
    if trigger["kind"] == "date" and (where := still_open(draft, key)):
        automation["where"] = where
    draft.list_of("automations").append(automation)
    return identity


def _posted(draft: Draft, wish: Told, channel: Channel, trigger: Data) -> Verdict:
    """A message to another system, and to the person who is named besides."""
    if not channel.host:
        return NotBuilt("Where it goes was not said: name the host, such as hooks.example.com.")
    text = _text(draft, wish.of, trigger)
    step: Data = {"kind": "webhook", "secret": channel.key, "host": channel.host, "text": text}
    besides = _person_besides(draft, wish.of, wish.text)
    steps = [step, *({"kind": "notify", "to": [who_], "text": text} for who_ in besides)]
    identity = _add(draft, wish.of, trigger, steps)
    needed = draft.list_of("settings_needed")
    if channel.key not in {setting["key"] for setting in needed}:
        why = f"The secret address, beginning with https://{channel.host}/, that takes the messages"
        needed.append({"key": channel.key, "kind": "secret", "why": why})
    return Built(
        [f"automations.{identity}"],
        f"A message to {channel.host}: {_occasion(draft, trigger)}. Its address is kept as the "
        f"secret {channel.key}",
        GUESSED if channel.guessed else "",
    )


def _person_besides(draft: Draft, key: str, text: str) -> list[str]:
    found = _BESIDES.search(text)
    field = draft.field_named(key, found["who"]) if found else None
    return [f"row.{field['id']}"] if field is not None and field["kind"] == "person" else []


def _timed(draft: Draft, key: str) -> str:
    flags = [
        flag
        for flag in ("overdue", "expiring", "due_soon", "expired", "low")
        if draft.field(key, flag) is not None
    ]
    said = " or ".join(flags).replace("_", " ")
    shown = f" What is {said} is marked and can be filtered and counted." if flags else ""
    return f"Messages by the clock are not planned from words yet.{shown}"


def _trigger(draft: Draft, key: str, text: str) -> Data | None:
    spoken = text
    if dated := by_date(draft, key, text):
        return dated
    moved = _moved(draft, key, text)
    if moved is not None:
        return moved
    if _ASSIGNED.search(spoken):
        person = next(
            (field for field in draft.of_kind(key, "person") if not field.get("readonly")), None
        )
        if person is not None:
            return {"kind": "changed", "field": person["id"]}
    if _CHANGED.search(spoken) and (status := draft.status(key)) is not None:
        return {"kind": "changed", "field": status["id"]}
    if re.search(
        r"\b(?:before|overdue|expir\w+|every (?:day|week|month|monday|friday|morning)|daily|"
        r"weekly|monthly|due|late|low|runs? out)\b",
        spoken,
    ) and not _CREATED.search(spoken):
        return None
    return {"kind": "created"} if _CREATED.search(spoken) else None


def _moved(draft: Draft, key: str, text: str) -> Data | None:
    """`when it is approved`, `once a request was rejected`: a status comes to a value."""
    for found in re.finditer(
        r"\b(?:is|are|was|were|gets?|been|becomes?|to|marked(?: as)?|or|and|upon|on) "
        r"(?P<word>[a-z]+(?: [a-z]+)?)",
        text,
    ):
        for word in (found["word"], first_word(found["word"])):
            hit = status_with(draft, key, word)
            if hit is not None and word in draft.lexicon.states | draft.lexicon.participles:
                both = (
                    len(
                        [
                            w
                            for w in text.split()
                            if status_with(draft, key, w) and w in draft.lexicon.participles
                        ]
                    )
                    > 1
                )
                trigger: Data = {"kind": "changed", "field": hit[0]["id"]}
                return trigger if both else trigger | {"to": hit[1]["id"]}
    if re.search(r"\b(?:decision|decided|outcome|approved or rejected|approval)\b", text):
        decided = next((field for field in reversed(draft.of_kind(key, "status"))), None)
        return {"kind": "changed", "field": decided["id"]} if decided else None
    return None


def _to(draft: Draft, key: str, text: str, trigger: Data) -> list[str]:
    for pattern in (_TO, _GETS, _SEND_TO):
        found = pattern.search(text)
        if not found:
            continue
        said = found["who"].strip()
        if first_word(said) in _OCCASIONS:
            continue
        plain = re.sub(r"^(?:the|a|an|their|its|all|our|every|each) ", "", said)
        person = draft.field_named(key, plain)
        if person is not None and person["kind"] == "person":
            return [f"row.{person['id']}"]
        if plain in {
            "them",
            "him",
            "her",
            "the person",
            "person",
            "who submitted it",
            "us",
            "me",
        } or plain in draft.entity_words(key):
            return [author_entry(draft, key)] if plain not in {"us", "me"} else ["admin"]
        entries = list(who(draft, key, said).entries)
        if entries:
            return entries
    if trigger["kind"] == "changed":
        return [author_entry(draft, key)]
    return ["admin"]


def _id(trigger: Data) -> str:
    return {
        "created": "tell_new",
        "date": f"remind_{trigger.get('field', '')}",
        "changed": f"tell_{trigger.get('to') or trigger.get('field', '')}",
    }.get(trigger["kind"], "tell")[:40].strip("_")


def _text(draft: Draft, key: str, trigger: Data) -> str:
    name = singular_name(draft.entity(key))
    if trigger["kind"] == "created":
        return f"New {name.lower()}: {{title}} {{link}}"
    field = trigger["field"]
    if trigger["kind"] == "date":
        return f"{{title}}: {name_of(field.replace('_', ' ')).lower()} {{{field}}}. {{link}}"
    if trigger.get("to"):
        value = next(
            value
            for value in (draft.field(key, field) or {})["values"]
            if value["id"] == trigger["to"]
        )
        return f"{{title}}: {value_name(value).lower()}. {{link}}"
    return f"{{title}}: {name_of(field.replace('_', ' ')).lower()} is now {{{field}}}. {{link}}"


def _occasion(draft: Draft, trigger: Data) -> str:
    if trigger["kind"] == "created":
        return "when one is new"
    what = trigger["field"].replace("_", " ")
    if trigger["kind"] == "date":
        return times.by_date(OnDate(**trigger), what)
    return (
        f"when {what} becomes “{trigger['to'].replace('_', ' ')}”"
        if trigger.get("to")
        else f"when {what} changes"
    )
