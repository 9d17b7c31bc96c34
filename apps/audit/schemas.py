"""Where the connection is: the part of it that django-tenants adds, with its type."""

from typing import Any

from django.db import connection

tenant_connection: Any = connection


def current_schema() -> str:
    """The schema that the connection is in: a workspace's, or `public`."""
    return str(tenant_connection.schema_name)
