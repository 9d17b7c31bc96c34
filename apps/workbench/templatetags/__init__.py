"""Small marks of the pages' templates."""
