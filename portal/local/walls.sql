-- What no tool needs of Postgres is taken from everybody and left to the portal's role: waiting,
-- locks and messages that cross schemas, large objects that belong to no schema, other people's
-- sessions, programs written in SQL, the way into databases that hold nothing.
-- A superuser runs it in template1, which new databases are copies of, and in each database that
-- is there already. Running it again changes nothing.

DO $$
DECLARE
  one regprocedure;
BEGIN
  FOR one IN
    SELECT oid FROM pg_proc
    WHERE pronamespace = 'pg_catalog'::regnamespace AND (
      proname ~ '^(pg_sleep|pg_advisory_|pg_try_advisory_|lo_)'
      OR proname IN (
        'loread', 'lowrite', 'pg_notify', 'pg_listening_channels', 'pg_cancel_backend',
        'pg_terminate_backend', 'pg_logical_emit_message', 'pg_export_snapshot',
        'pg_stat_get_activity', 'pg_lock_status', 'pg_prepared_xact'
      )
    )
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', one);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO sitewright', one);
  END LOOP;
END
$$;

REVOKE SELECT ON pg_stat_activity, pg_locks, pg_prepared_xacts FROM PUBLIC;
GRANT SELECT ON pg_stat_activity, pg_locks, pg_prepared_xacts TO sitewright;
REVOKE SELECT ON pg_largeobject_metadata FROM PUBLIC;
GRANT SELECT ON pg_largeobject_metadata TO sitewright;

REVOKE USAGE ON LANGUAGE plpgsql, sql FROM PUBLIC;
GRANT USAGE ON LANGUAGE plpgsql, sql TO sitewright;

REVOKE ALL ON DATABASE template1, postgres FROM PUBLIC;
GRANT CONNECT ON DATABASE postgres TO sitewright;
