"""An independent witness: each meaningful word of a clause is claimed by something that was built,
or it is named.

It trusts no reader: it takes the finished blueprint and asks, for each quoted clause, what at its
addresses speaks for each of its words. `witness.yaml` in the lexicon says what may speak for what.
"""

from apps.plans.planners.builtin.witness.testimony import bear_witness, partly_of

__all__ = ["bear_witness", "partly_of"]
