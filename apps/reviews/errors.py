"""What can stand in the way of a review."""


class ReviewRefused(Exception):
    """This cannot be decided so, or not by this person; the sentence says why and who can."""

    id = "reviews:person:state"
