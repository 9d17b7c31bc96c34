"""The self-examination of an installation: one question for each thing it stands on.

Takes the settings. Gives answers in words, never an exception: a doctor who faints is no help. Each
question has a name, and says what to do when the answer is no. Not in charge of repairing anything.
"""

from collections.abc import Iterator, Sequence

from portal.doctor import house, services, work
from portal.doctor.answer import Answer, Question, ask

QUESTIONS: tuple[Question, ...] = (
    house.versions,
    house.settings_allow_serving,
    house.data_folder,
    house.disk,
    services.database,
    services.migrations,
    services.audit_log,
    services.redis,
    services.storage,
    work.worker,
    work.runner,
    work.mail,
    work.planner,
)


def examine(names: Sequence[str] = ()) -> Iterator[Answer]:
    """The answers to all questions, or to those named."""
    for question in QUESTIONS:
        name = question.__name__.replace("_", " ")
        if not names or name.partition(" ")[0] in names:
            yield ask(name, question)


__all__ = ["QUESTIONS", "Answer", "examine"]
