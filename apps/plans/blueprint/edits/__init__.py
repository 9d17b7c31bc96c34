"""Edits: their kinds, how they are applied, and how two blueprints differ in words."""
