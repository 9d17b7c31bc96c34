"""Why an edit cannot be applied."""


class CannotEdit(Exception):
    """An edit that does not fit the blueprint: where, and a sentence."""

    def __init__(self, where: str, message: str) -> None:
        super().__init__(message)
        self.where = where
        self.message = message
