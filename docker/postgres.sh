#!/bin/sh
# Runs in the Postgres container, on its first start only: the portal's role and database, and what
# tools do not need of Postgres taken from everybody.
set -eu

psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname template1 \
  --set password="$SITEWRIGHT_PASSWORD" <<'SQL'
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE ROLE sitewright LOGIN CREATEDB CREATEROLE PASSWORD :'password';
ALTER ROLE sitewright SET createrole_self_grant = 'set, inherit';
CREATE DATABASE sitewright OWNER sitewright;
SQL
for database in template1 postgres sitewright; do
  psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$database" --single-transaction \
    --file /walls.sql
done
