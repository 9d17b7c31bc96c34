#!/usr/bin/env python3
"""Django's command line."""

import os
import sys


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    try:
        import portal.settings  # noqa: F401  # a value that is none becomes a sentence
    except ValueError as error:
        sys.exit(f"sitewright: The settings cannot be used. {error}")
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        execute_from_command_line(sys.argv)
    except OperationalError as error:
        first = str(error).strip().splitlines()[0]
        sys.exit(f"sitewright: The database cannot be used: {first}. `manage.py doctor` says more.")


if __name__ == "__main__":
    main()
