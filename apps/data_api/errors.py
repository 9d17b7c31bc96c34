"""A token that is not made."""


class TokenRefused(Exception):
    """What was typed does not make a token; the sentence says what to type. The person must act."""

    id = "data_api:person:token"
