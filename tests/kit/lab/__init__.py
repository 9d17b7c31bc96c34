"""Entities that no target tool has, to try every kind of field and rule: a workshop's."""
