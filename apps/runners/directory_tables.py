"""The tables of the `directory` schema, in every workspace's database."""

TABLES = (
    "CREATE TABLE directory.person (id bigint PRIMARY KEY, name text NOT NULL, email text NOT NULL,"
    " manager_id bigint, department text NOT NULL DEFAULT '', job_title text NOT NULL DEFAULT '',"
    " active boolean NOT NULL DEFAULT true)",
    "CREATE TABLE directory.person_group (id bigint PRIMARY KEY, person_id bigint NOT NULL"
    " REFERENCES directory.person ON DELETE CASCADE, name text NOT NULL)",
    "CREATE INDEX ON directory.person_group (person_id)",
)
"""As the site kit's `directory` reads them; a test compares the two."""
