"""What can be wrong with a prompt. The sentence is for its writer, whose text is kept."""


class PromptRefused(Exception):
    """The text cannot be taken as it is."""

    id = "prompts:person:text"
