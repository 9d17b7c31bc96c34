"""Forms of English words: singular and plural, the forms of a verb, and ids and names made from
phrases.
"""

import re
from functools import lru_cache

_IRREGULAR = {
    "people": "person", "children": "child", "men": "man", "women": "woman", "feet": "foot",
    "mice": "mouse", "statuses": "status", "buses": "bus", "analyses": "analysis",
    "diagnoses": "diagnosis", "crises": "crisis", "criteria": "criterion", "indices": "index",
    "leaves": "leave", "shelves": "shelf", "knives": "knife", "lives": "life", "halves": "half",
    "quizzes": "quiz", "bonuses": "bonus", "campuses": "campus", "lenses": "lens",
    "viruses": "virus", "dies": "die", "movies": "movie", "cookies": "cookie",
    "calories": "calorie", "ties": "tie", "pies": "pie", "axes": "axis", "theses": "thesis",
    "hypotheses": "hypothesis", "bases": "base", "releases": "release", "cases": "case",
    "purchases": "purchase", "leases": "lease", "expenses": "expense", "licenses": "license",
    "licences": "licence", "invoices": "invoice", "courses": "course", "nurses": "nurse",
    "warehouses": "warehouse", "phases": "phase", "responses": "response", "houses": "house",
    "databases": "database", "horses": "horse", "diseases": "disease", "causes": "cause",
    "clauses": "clause", "uses": "use", "exercises": "exercise", "caches": "cache",
    "aches": "ache", "sizes": "size", "prizes": "prize", "axles": "axle", "shoes": "shoe",
    "toes": "toe", "photos": "photo", "videos": "video", "memos": "memo", "logos": "logo",
    "demos": "demo", "todos": "todo", "kilos": "kilo", "pianos": "piano", "studios": "studio",
    "ratios": "ratio", "gases": "gas",
}  # fmt: skip
_UNCOUNTED = frozenset(
    (
        *("data", "equipment", "feedback", "information", "leave", "news", "series", "software"),
        *("staff", "stock"),
    )
)
_SAME = _UNCOUNTED | frozenset(
    (
        *("access", "across", "address", "always", "analysis", "apparatus", "as", "atlas", "aws"),
        *("basis", "bonus", "boss", "bus", "business", "campus", "canvas", "census", "chess"),
        *("class", "css", "diagnosis", "dress", "economics", "facilities", "focus", "furniture"),
        *("gas", "glass", "goods", "gps", "hardware", "has", "headquarters", "is", "its", "lens"),
        *("less", "logistics", "loss", "mass", "mathematics", "media", "operations", "pass"),
        *("perhaps", "physics", "plus", "premises", "press", "process", "progress", "sales"),
        *("sms", "species", "status", "stress", "success", "surplus", "thanks", "this", "thus"),
        *("unless", "us", "virus", "was", "wireless", "works"),
    )
)
_PLURALS = {one: many for many, one in _IRREGULAR.items()}
_VOWELS = "aeiou"


@lru_cache(maxsize=4096)
def singular(word: str) -> str:
    """`invoices` -> `invoice`; a word that is no plural comes back as it is."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("men") and len(word) > 5 and word not in {"specimen", "regimen", "abdomen"}:
        return word[:-3] + "man"
    if (
        word in _SAME
        or len(word) < 3
        or not word.endswith("s")
        or word.endswith(("ss", "us", "is"))
    ):
        return word
    if word.endswith("'s"):
        return word[:-2]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zzes", "oes")):
        return word[:-2]
    return word[:-1]


@lru_cache(maxsize=4096)
def plural(word: str) -> str:
    """`category` -> `categories`."""
    if word in _PLURALS:
        return _PLURALS[word]
    if word in _UNCOUNTED:
        return word
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    return word + "s"


def is_plural(word: str) -> bool:
    """Whether the word names several things."""
    return singular(word) != word


def singular_phrase(phrase: str) -> str:
    """The last word made singular: `purchase orders` -> `purchase order`."""
    head, _, last = phrase.rpartition(" ")
    return f"{head} {singular(last)}".strip()


def plural_phrase(phrase: str) -> str:
    """The last word made plural, its capitals kept: `PO number` -> `PO numbers`; `laptop or phone`
    -> `laptops and phones`.
    """
    if " or " in phrase:
        return enumeration([plural_phrase(part) for part in phrase.split(" or ")])
    head, _, last = phrase.rpartition(" ")
    return f"{head} {plural(last)}".strip()


def third_person(verb: str) -> str:
    """`approve` -> `approves`."""
    irregular = {"have": "has", "be": "is", "do": "does", "go": "goes"}
    return irregular.get(verb) or plural(verb)


def _doubles(verb: str) -> bool:
    """One syllable that ends in consonant, vowel, consonant: `ship`, `log`."""
    one = sum(letter in _VOWELS for letter in verb) == 1
    return one and len(verb) > 2 and verb[-1] not in _VOWELS + "wxyh" and verb[-2] in _VOWELS


def past(verb: str) -> str:
    """The regular past: `approve` -> `approved`, `reply` -> `replied`, `plan` -> `planned`."""
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return verb[:-1] + "ied"
    if _doubles(verb):
        return verb + verb[-1] + "ed"
    return verb + "ed"


def gerund(verb: str) -> str:
    """`approve` -> `approving`."""
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return verb[:-1] + "ing"
    if _doubles(verb):
        return verb + verb[-1] + "ing"
    return verb + "ing"


_NOT_ID = re.compile(r"[^a-z0-9]+")


def identifier(phrase: str, fallback: str = "thing") -> str:
    """An id by the blueprint's pattern: `PO number` -> `po_number`, `1st owner` -> `n1st_owner`."""
    text = _NOT_ID.sub("_", phrase.lower().replace("'", "")).strip("_")
    if text[:1].isdigit():
        text = f"n{text}"
    return text[:40].strip("_") or fallback


def sentence_case(phrase: str) -> str:
    """First letter large, the rest as it was."""
    text = " ".join(phrase.split())
    return text[:1].upper() + text[1:]


def enumeration(items: list[str], last: str = "and") -> str:
    """`a, b and c`."""
    return (
        items[0]
        if len(items) == 1
        else f"{', '.join(items[:-1])} {last} {items[-1]}"
        if items
        else ""
    )


def first_word(phrase: str) -> str:
    """The first word; empty where there is none."""
    return next(iter(phrase.split()), "")


def last_word(phrase: str) -> str:
    """The last word; empty where there is none."""
    return next(iter(reversed(phrase.split())), "")
