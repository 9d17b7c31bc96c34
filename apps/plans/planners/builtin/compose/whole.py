"""Puts a blueprint together from a reading, in the order in which its parts need each other."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from apps.plans.planners.builtin.abilities import Abilities
from apps.plans.planners.builtin.compose import (
    actions,
    charge,
    charts,
    counts,
    dates,
    entities,
    extras,
    field_rights,
    filters,
    flags,
    messages,
    moves,
    own,
    pages,
    requirements,
    rights,
    rules,
    statuses,
    templates,
)
from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.entity_names import plural_name
from apps.plans.planners.builtin.compose.names import in_sentence, name_of
from apps.plans.planners.builtin.compose.samples import add_samples
from apps.plans.planners.builtin.compose.tidy import tidy
from apps.plans.planners.builtin.compose.verdicts import Built, NotBuilt, Verdict, field_address
from apps.plans.planners.builtin.compose.who import describe_roles, who
from apps.plans.planners.builtin.grammar.clauses import Clause
from apps.plans.planners.builtin.grammar.reading import Reading
from apps.plans.planners.builtin.grammar.wishes import (
    Acted,
    Allowed,
    Assigned,
    Charted,
    Counted,
    Extra,
    Filtered,
    Flagged,
    HasFields,
    HasValues,
    Kept,
    Ordered,
    Purpose,
    Related,
    Ruled,
    Shown,
    StatusChanged,
    Told,
    Wish,
)
from apps.plans.planners.builtin.language.source import Span
from apps.plans.planners.builtin.language.words import enumeration, last_word, singular
from apps.plans.planners.builtin.lexicon import Lexicon
from apps.plans.planners.builtin.witness import bear_witness

_PRIVATELY = "Who sees which rows is held by the private reading that is said under “assumed”."
_KEPT_PRIVATE = "Another sentence keeps people from seeing them, so not everybody does."
Verdicts = list[tuple[Wish, Verdict]]


def compose(
    reading: Reading, lexicon: Lexicon, abilities: Abilities, groups: Sequence[str] = ()
) -> dict[str, Any]:
    """The blueprint of a first brief, as plain data."""
    draft = Draft(reading.things, lexicon)
    draft.groups = tuple(groups)
    draft.said = reading.source.plain
    wishes = list(reading.wishes)
    for wish in wishes:
        if isinstance(wish, Allowed) and wish.right == "create" and wish.who:
            draft.creators.setdefault(wish.of, set()).add(singular(last_word(wish.who)))
    draft.doers = set(_doers(wishes))
    _head(draft, wishes)
    verdicts: Verdicts = []
    build_structure(draft, wishes, verdicts)
    build_rest(draft, wishes, verdicts, abilities)
    _defaults(draft)
    templates.finish(draft, wishes)
    statuses.fill_empty(draft)
    moves.finish_moves(draft)
    moves.wait_for_decision(draft, [wish for wish in wishes if isinstance(wish, Acted)])
    moves.lock_decided(draft)
    out = list(_kept_out(draft, reading, wishes))
    told = [(reading.source.quote(said.span), reading.world.focus(said)) for said in out]
    closed = own.hold_private(draft, wishes, told)
    _take_back(draft, verdicts, closed, [said.span for said in out])
    own.drop_idle_roles(draft)
    describe_roles(draft)
    add_samples(draft)
    verdicts += [(wish, _purpose(draft, wish)) for wish in wishes if isinstance(wish, Purpose)]
    verdicts += [(wish, _kept(draft, wish)) for wish in wishes if isinstance(wish, Kept)]
    _with_columns(draft, verdicts)
    _follow_moved_pages(draft, verdicts)
    requirements.write(draft, reading, verdicts)
    return bear_witness(tidy(draft.data), reading.source.text, lexicon)


def _take_back(draft: Draft, verdicts: Verdicts, closed: set[str], out: Sequence[Span]) -> None:
    """What was given to everybody to see, where another sentence keeps people out; and no list is
    all that such a sentence asks for.
    """
    for index, (wish, verdict) in enumerate(verdicts):
        listed = isinstance(wish, Shown) and any(span.overlaps(wish.span) for span in out)
        if listed and isinstance(verdict, Built) and not verdict.partly:
            verdicts[index] = (wish, Built(verdict.provides, verdict.meaning, _PRIVATELY))
        if isinstance(wish, Allowed) and isinstance(verdict, Built) and wish.of in closed:
            all_see = wish.right in own.SEEN and not (wish.own or wish.negated)
            if all_see and who(draft, wish.of, wish.who).everybody:
                verdicts[index] = (wish, NotBuilt(_KEPT_PRIVATE))


def _outside(draft: Draft, wish: Allowed) -> bool:
    """Whether people are meant who cannot open the tool at all."""
    return bool(who(draft, wish.of, wish.who).outside)


def _kept_out(draft: Draft, reading: Reading, wishes: Sequence[Wish]) -> Iterator[Clause]:
    """Clauses that keep somebody from seeing something, and of which no right was read."""
    rights = [
        wish.span
        for wish in wishes
        if isinstance(wish, Allowed) and (not wish.negated or _outside(draft, wish))
    ]
    for clause in reading.world.said:
        if own.keeps_out(clause.text) and not any(span.overlaps(clause.span) for span in rights):
            yield clause


def _doers(wishes: Iterable[Wish]) -> Iterator[str]:
    """Words for people who do something in the brief: a field of that name is a person."""
    for wish in wishes:
        if isinstance(wish, (Allowed, Acted, StatusChanged)) and wish.who:
            yield singular(last_word(wish.who))


def build_structure(draft: Draft, wishes: list[Wish], verdicts: Verdicts) -> None:
    """Entities, fields, relations, closed lists, flags, statuses."""
    entities.begin(draft)
    _each(HasFields, wishes, verdicts, lambda wish: entities.add_named(draft, wish))
    _each(Related, wishes, verdicts, lambda wish: entities.relate(draft, wish))
    entities.complete(draft)
    _each(HasValues, wishes, verdicts, lambda wish: statuses.give_values(draft, wish))
    templates.begin(draft)
    statuses.settle(draft, wishes)
    _each(Assigned, wishes, verdicts, lambda wish: charge.assign(draft, wish))
    _each(Flagged, wishes, verdicts, lambda wish: flags.flag(draft, wish))
    flags.add_usual(draft)
    entities.retitle(draft)


def build_rest(draft: Draft, wishes: list[Wish], verdicts: Verdicts, abilities: Abilities) -> None:
    """Buttons, rights, rules, pages, charts, what every tool has, messages."""
    acted = sorted((wish for wish in wishes if isinstance(wish, Acted)), key=lambda wish: wish.own)
    _each(Acted, acted, verdicts, lambda wish: actions.act(draft, wish))
    _each(StatusChanged, wishes, verdicts, lambda wish: charge.change_status(draft, wish))
    allowed = [wish for wish in wishes if isinstance(wish, Allowed)]
    single = {id(wish) for wish in allowed if field_rights.about(draft, wish) is not None}
    rights.settle(draft, [wish for wish in allowed if id(wish) not in single])
    rights.decided_rights(draft, acted)
    for wish in allowed:
        build = field_rights.allow if id(wish) in single else rights.allow
        verdicts.append((wish, build(draft, wish)))
    _each(Ruled, wishes, verdicts, lambda wish: rules.rule(draft, wish))
    dates.add_usual(draft)
    _each(Extra, wishes, verdicts, lambda wish: extras.provide(draft, wish, abilities))
    pages.begin(draft)
    draft.opens_plain = any(isinstance(wish, Filtered) and not wish.fields for wish in wishes)
    _each(Shown, wishes, verdicts, lambda wish: pages.show(draft, wish))
    _each(Counted, wishes, verdicts, lambda wish: counts.count(draft, wish))
    _each(Filtered, wishes, verdicts, lambda wish: filters.filters(draft, wish))
    _each(Ordered, wishes, verdicts, lambda wish: filters.order(draft, wish))
    _each(Charted, wishes, verdicts, lambda wish: charts.chart(draft, wish))
    _each(Told, wishes, verdicts, lambda wish: messages.tell(draft, wish, abilities))
    verdicts += [
        (wish, verdict)
        for wish in wishes
        if (verdict := requirements.without_building(wish)) is not None
    ]
    pages.settle_columns(draft, [wish for wish in wishes if isinstance(wish, HasFields)])


def _each(
    sort: type[Any], wishes: Sequence[Wish], verdicts: Verdicts, build: Callable[[Any], Verdict]
) -> None:
    """Builds every wish of one sort; a wish about a thing that is not there is left out."""
    for wish in wishes:
        if isinstance(wish, sort):
            verdicts.append((wish, build(wish)))


def _head(draft: Draft, wishes: list[Wish]) -> None:
    """The tool's name, and the processes it speaks of."""
    heads = [wish for wish in wishes if isinstance(wish, Purpose)]
    head = next((wish for wish in heads if wish.called), next(iter(heads), None))
    main = draft.things.main
    draft.processes = heads[0].processes if heads else ()
    named = head is not None and head.name and (head.called or not _is_hollow(draft, head.name))
    draft.data["name"] = (
        name_of(head.name) if head and named else name_of(f"{main.word} list") if main else "Tool"
    )
    if main is not None and not named:
        draft.data["name"] = ""


def _is_hollow(draft: Draft, name: str) -> bool:
    words = name.lower().split()
    tools = draft.lexicon.tools
    return all(
        word in tools["hollow"] or word in tools["named"] or word in draft.lexicon.glue
        for word in words
    )


def _defaults(draft: Draft) -> None:
    """What the brief leaves open: name, summary, board and own rows for a workflow, filters,
    counts.
    """
    main = draft.data["entities"][0]
    plural = plural_name(main)
    draft.data["name"] = draft.data["name"] or plural
    named = [
        in_sentence(statuses.is_named(field)) for field in main["fields"] if not field.get("expr")
    ][:4]
    draft.data["summary"] = f"{plural}: {enumeration(named)}."
    _assign_button(draft)
    _workflow_pages(draft, main)
    pages.settle_columns(draft, [])
    filters.usual_everywhere(draft)
    counts.usual_counts(draft)


def _assign_button(draft: Draft) -> None:
    """Where only owners change a row, somebody must be able to make somebody the owner."""
    for entity in draft.data["entities"]:
        key = entity["id"]
        owner = draft.field_named(key, "owner")
        if owner is None or owner["kind"] != "person" or owner.get("readonly"):
            continue
        if not any(
            f"row.{owner['id']}" in entry["by"] and {"edit", "all"} & set(entry["can"])
            for entry in entity.get("permissions", [])
        ):
            continue
        charge.assign(
            draft, Assigned(span=Span(0, 0), of=key, field=owner["id"].replace("_", " "), act=True)
        )


def _workflow_pages(draft: Draft, main: Data) -> None:
    """A board where people move a status themselves, and the rows of whoever looks."""
    key = main["id"]
    status = draft.status(key)
    moved = any(action["kind"] == "transition" for action in main.get("actions", []))
    listed = draft.list_of("pages")
    if (
        status is not None
        and not moved
        and not status.get("readonly")
        and len(status["values"]) > 3
        and not any(page["kind"] == "board" for page in listed)
    ):
        draft.add(
            draft.data,
            "pages",
            {
                "kind": "board",
                "id": "board",
                "name": "Board",
                "entity": key,
                "group_by": [status["id"]],
            },
        )
    people = [field["id"] for field in draft.of_kind(key, "person") if field["id"] != "decided_by"]
    if people and status is not None and not any(page["id"] == "mine" for page in listed):
        scope = f"me in [{', '.join(people[:3])}]" if len(people) > 1 else f"{people[0]} == me"
        draft.add(
            draft.data,
            "pages",
            {
                "kind": "table",
                "id": "mine",
                "name": f"My {in_sentence(plural_name(main))}",
                "entity": key,
                "scope": scope,
            },
        )


def _with_columns(draft: Draft, verdicts: Verdicts) -> None:
    """Columns that were asked for are provided by the list that shows them, too."""
    for index, (wish, verdict) in enumerate(verdicts):
        if isinstance(wish, HasFields) and wish.columns and isinstance(verdict, Built):
            page = draft.pages_of(wish.of)[0]
            provides = [f"pages.{page['id']}.columns", *verdict.provides]
            verdicts[index] = (wish, Built(provides, verdict.meaning, verdict.partly))


def _purpose(draft: Draft, wish: Purpose) -> Verdict:
    if not draft.has_entity(wish.of):
        return NotBuilt(requirements.NOT_UNDERSTOOD)
    page = draft.pages_of(wish.of)[0]
    if wish.audience:
        draft.assume(
            f"“{wish.audience}”: the tool begins private; who may open it is decided on its "
            f"Access page after the first deployment."
        )
    return Built(
        [f"entities.{wish.of}", f"pages.{page['id']}"],
        f"{draft.data['name']}: a tool that keeps {plural_name(draft.entity(wish.of)).lower()}",
    )


def _kept(draft: Draft, wish: Kept) -> Verdict:
    thing = draft.thing(wish.of)
    sorts = [field_address(wish.of, "category")] if thing and thing.sorts else []
    return Built(
        [f"entities.{wish.of}", *sorts, "platform.storage"],
        f"A table of durable records: {plural_name(draft.entity(wish.of)).lower()}",
    )


def _follow_moved_pages(draft: Draft, verdicts: Verdicts) -> None:
    """Parts stay where they were built: nothing to follow unless a page was renamed, which keeps
    its id.
    """
    known = {page["id"] for page in draft.list_of("pages")}
    for index, (wish, verdict) in enumerate(verdicts):
        if isinstance(verdict, Built):
            provides = [
                address
                for address in verdict.provides
                if not address.startswith("pages.") or address.split(".")[1] in known
            ]
            verdicts[index] = (
                wish,
                Built(
                    provides or [f"entities.{draft.data['entities'][0]['id']}"],
                    verdict.meaning,
                    verdict.partly,
                ),
            )
