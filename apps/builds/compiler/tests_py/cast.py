"""The cast of a tool's tests, as the site kit has it: who they are, and which roles they hold.

Ada is an admin, Mara and Jon are members, Otto is not let in; declared roles are held by Ines and
Jon in turn. `site_kit.testing` is the other side of this: a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass

from apps.builds.compiler import literals, words
from apps.builds.compiler.tool import Tool

MEMBER, ADMIN = "member", "admin"


@dataclass(frozen=True, slots=True)
class Person:
    """One of the cast, with what the directory says of them."""

    key: str
    name: str
    email: str
    groups: tuple[str, ...] = ()
    department: str = ""
    job_title: str = ""
    manager: str = ""
    let_in: bool = True

    @property
    def source(self) -> str:
        """How a test names them."""
        return f"self.{self.key}"


ADA = Person("ada", "Ada Marsh", "ada@acme.example", (), "Management", "Managing director")
INES = Person(
    "ines",
    "Ines Roca",
    "ines@acme.example",
    ("Operations", "Finance"),
    "Operations",
    "Head of operations",
    "ada",
)
MARA = Person(
    "mara", "Mara Lind", "mara@acme.example", ("Operations",), "Operations", "Planner", "ines"
)
JON = Person("jon", "Jon Vale", "jon@acme.example", ("Finance",), "Finance", "Accountant", "ada")
OTTO = Person("otto", "Otto Krug", "otto@elsewhere.example", let_in=False)
TOOL = Person("tool", "", "", let_in=False)
"""Who makes what automations make: nobody of the cast."""

INSIDE = (MARA, JON, INES, ADA)
"""Who is let in, those with the fewest rights first."""
BY_KEY = {person.key: person for person in (*INSIDE, OTTO)}


@dataclass(frozen=True)
class Cast:
    """Who holds which role in one tool."""

    tool: Tool

    @property
    def roles(self) -> dict[str, list[str]]:
        """The declared roles of each holder: Ines has the first, Jon the second, and so on."""
        return self.tool.remembered("roles_held", self._roles)

    def _roles(self) -> dict[str, list[str]]:
        held: dict[str, list[str]] = {}
        for number, role in enumerate(self.tool.blueprint.roles):
            held.setdefault((INES, JON)[number % 2].key, []).append(role.id)
        return held

    def holds(self, person: Person, role: str) -> bool:
        """Whether a person has a role."""
        if role == MEMBER:
            return person.let_in
        if role == ADMIN:
            return person is ADA
        return role in self.roles.get(person.key, [])

    def held_by(self, person: Person) -> tuple[str, ...]:
        """All roles of a person."""
        declared = (role.id for role in self.tool.blueprint.roles)
        return tuple(one for one in (MEMBER, ADMIN, *declared) if self.holds(person, one))

    @property
    def source(self) -> str:
        """The `roles` of the test case; nothing where no role is declared."""
        entries = [
            (literals.text(key), literals.listing(literals.text(role) for role in roles))
            for key, roles in self.roles.items()
        ]
        return literals.mapping(entries) if entries else ""

    def in_words(self) -> str:
        """`Ada is an admin, Ines an approver, Mara and Jon are members, Otto …`"""
        said = ["Ada is an admin"]
        for person in (INES, JON):
            if roles := self.roles.get(person.key):
                names = [words.article(words.low(self._name(role))) for role in roles]
                said.append(f"{person.name.split()[0]} {words.joined(names)}")
        members = "Mara is a member" if JON.key in self.roles else "Mara and Jon are members"
        return ", ".join([*said, members, "Otto cannot open the tool"]) + "."

    def _name(self, role: str) -> str:
        return next(one.name for one in self.tool.resolved.roles if one.id == role)
