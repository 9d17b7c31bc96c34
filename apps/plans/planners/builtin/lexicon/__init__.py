"""What words of business mean, kept as data (see `data/README.md`).

Code here loads and looks up; it knows no word by name.
"""

from apps.plans.planners.builtin.lexicon.load import Lexicon, lexicon

__all__ = ["Lexicon", "lexicon"]
