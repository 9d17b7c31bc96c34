"""Names of classes, attributes, tables and constraints, made from ids and from nothing else.

An id is `[a-z][a-z0-9]*(_[a-z0-9]+)*`. Two different ids never share a name here, and a name of
Python, Django or the site kit is never taken, nor one that the inspector refuses to see on an
object.
"""

import hashlib
import keyword
import re
from collections.abc import Container, Iterable

from apps.builds.inspection.rules.attributes import NEVER

LONGEST_INDEX = 30
LONGEST_CONSTRAINT = 63
DIGEST = 8

OF_DJANGO = (
    *("adelete", "arefresh_from_db", "asave", "check", "clean", "clean_fields", "delete"),
    *("date_error_message", "from_db", "full_clean", "get_constraints", "get_deferred_fields"),
    *("objects", "pk", "prepare_database_save", "refresh_from_db", "save", "save_base"),
    *("serializable_value", "unique_error_message", "validate_constraints", "validate_unique"),
)
OF_THE_KIT = ("entity", "everything", "meta")
IN_A_CLASS_BODY = ("kit", "models", "datetime", "classmethod")
REFUSED = frozenset((*OF_DJANGO, *OF_THE_KIT, *IN_A_CLASS_BODY, *NEVER))
GENERATED = re.compile(r"get_.+_display|get_(next|previous)_by_.+|.+_id")

CLASSES_KEPT_FREE = frozenset(
    (
        *("Q", "F", "Meta", "Entity", "None", "True", "False", "Decimal"),
        *("ToolTestCase", "RequirementTests", "RuleTests", "AutomationTests", "PermissionTests"),
    )
)


def camel(identifier: str) -> str:
    """`tour_type` -> `TourType`; a part that begins with a digit keeps its underscore."""
    parts = identifier.split("_")
    return "".join(part.capitalize() if part[0].isalpha() else f"_{part}" for part in parts)


def snake(name: str) -> str:
    """What the kit reads back from a class name: `TourType` -> `tour_type`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def declared_class(identifier: str, suffix: str, taken: set[str]) -> tuple[str, str]:
    """A new class `<Identifier><Suffix>`, and the `id` line that it needs, if it needs one.

    The kit reads the id back from the class; where that is not exact, the id is written out.
    """
    wanted = camel(identifier).replace("_", "") + suffix
    name = free(wanted, taken | CLASSES_KEPT_FREE, "Here")
    taken.add(name)
    is_exact = name == wanted and snake(wanted.removesuffix(suffix) or wanted) == identifier
    return name, "" if is_exact else repr(identifier)


def member(identifier: str, reserved: Container[str], suffix: str) -> str:
    """An id as an attribute of a declaring class, with a suffix where the name is not free."""
    is_free = identifier not in reserved and not keyword.iskeyword(identifier)
    return identifier if is_free and identifier not in IN_A_CLASS_BODY else f"{identifier}_{suffix}"


def entity_class(identifier: str) -> str:
    """The model class of an entity."""
    name = camel(identifier)
    return f"{name}Row" if name in CLASSES_KEPT_FREE else name


def decisions(entity: str) -> str:
    """The entity that keeps the decisions on another one's rows."""
    return f"{entity}_approval"


def choices_class(identifier: str) -> str:
    """The nested class that lists the values of a field."""
    name = camel(identifier)
    return f"{name}Choices" if name in CLASSES_KEPT_FREE or name in NEVER else name


def choice_member(value: str) -> str:
    """The member of a `TextChoices` for a value: `in_review` -> `IN_REVIEW`."""
    name = value.upper()
    return f"{name}_VALUE" if name in CLASSES_KEPT_FREE else name


def free(name: str, taken: Container[str], suffix: str) -> str:
    """`name`, or where it is taken with a suffix, then with numbers."""
    if name not in taken:
        return name
    candidate, number = f"{name}{suffix}", 2
    while candidate in taken:
        candidate, number = f"{name}{suffix}{number}", number + 1
    return candidate


def attribute(identifier: str) -> str:
    """The attribute of a field, before clashes inside its entity are looked at."""
    refused = identifier in REFUSED or keyword.iskeyword(identifier)
    return f"{identifier}_field" if refused else identifier


def attributes(identifiers: Iterable[str], foreign_keys: Container[str]) -> dict[str, str]:
    """The attribute of each field of an entity.

    `foreign_keys` are the ids of fields that are columns `<id>_id` in the database: another
    field of that id, or of a name that Django makes (`get_status_display`), gets its own.
    """
    ids = list(identifiers)
    names: dict[str, str] = {}
    taken = {*ids, *(f"{one}_id" for one in ids if one in foreign_keys)}
    for one in ids:
        wanted = attribute(one)
        clash = one.endswith("_id") and one[:-3] in foreign_keys
        made = one.startswith("get_") and GENERATED.fullmatch(one)
        name = f"{one}_field" if clash or made else wanted
        names[one] = name if name == one else free(name, taken, "_2")
        taken.add(names[one])
    return names


def in_database(
    entity: str, rest: str, taken: Container[str] = (), longest: int = LONGEST_INDEX
) -> str:
    """The name of a constraint or an index: `<entity>_<rest>`, of `longest` characters at most.

    Django lets an index have 30 characters, the database a constraint 63. What is longer, or taken
    already, is cut and closed by a digest of the whole, so that names equal at the front stay
    different.
    """
    name = f"{entity}_{rest}"
    if len(name) <= longest and name not in taken:
        return name
    digest = hashlib.sha256(f"{entity}.{rest}".encode()).hexdigest()[:DIGEST]
    front = name[: longest - DIGEST - 1].rstrip("_")
    return f"{front}_{digest}"


def words(identifier: str) -> str:
    """An id in words, as a name left out is shown: `po_number` -> `Po number`."""
    text = identifier.replace("_", " ")
    return text[:1].upper() + text[1:]
