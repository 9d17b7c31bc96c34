"""What can be wrong with a value."""


class ValueRefused(Exception):
    """The name or value cannot be taken; the sentence says what to type instead."""

    id = "environment:person:value"
