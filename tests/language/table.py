"""The table of the language in `docs/blueprint.md`: `python -m tests.language.table` writes it."""

import ast
from pathlib import Path

import yaml

from tests.language.rows import Row, rows

TESTS = Path(__file__).parents[1]
DOCUMENT = TESTS.parent / "docs" / "blueprint.md"
BEGIN, END = "<!-- rows: begin -->\n", "<!-- rows: end -->\n"
SHOWN_BY: dict[str, dict[str, str]] = yaml.safe_load(
    (Path(__file__).parent / "shown_by.yaml").read_text("utf-8")
)


def shown_by(row: Row) -> str:
    """The test that shows a row; empty where none is named."""
    section = SHOWN_BY.get(row.section, {})
    return section.get(row.id.partition(".")[2], section.get("all", ""))


def is_there(path: str) -> bool:
    """Whether a named test exists: its file, and in it a function of that name."""
    name, _, function = path.partition("::")
    file = TESTS / name
    if not file.is_file():
        return False
    found = ast.walk(ast.parse(file.read_text("utf-8")))
    return not function or any(
        isinstance(one, ast.FunctionDef) and one.name == function for one in found
    )


def table() -> str:
    """The rows as Markdown, each with what shows it."""
    lines = ["| row | shown by |", "|---|---|"]
    lines += [f"| `{row.id}` | `{shown_by(row)}` |" for row in rows()]
    return "\n".join(lines) + "\n"


def written(document: str) -> str:
    """A document with the present table between its marks."""
    before, _, rest = document.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{table()}{END}{after}"


if __name__ == "__main__":
    DOCUMENT.write_text(written(DOCUMENT.read_text("utf-8")), "utf-8")
