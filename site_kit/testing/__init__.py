"""Tests of a tool as sentences: `self.mara.creates(Invoice, number="NP-1")`.

Each sentence goes through HTTP and the whole stack, as one of a fixed cast. The clock stands.
"""

from __future__ import annotations

from site_kit.testing.case import ToolTestCase
from site_kit.testing.cast import CAST, CastMember, asker_of
from site_kit.testing.pages import Page, Part
from site_kit.testing.people import Player, Refusal

__all__ = ["CAST", "CastMember", "Page", "Part", "Player", "Refusal", "ToolTestCase", "asker_of"]
