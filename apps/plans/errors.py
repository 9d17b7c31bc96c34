"""What can be wrong with a plan."""


class PlanRefused(Exception):
    """This cannot be done with this plan now; the sentence says why and what can be done."""

    id = "plans:person:state"
