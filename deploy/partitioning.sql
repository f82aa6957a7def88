-- Divides attendances and training sessions into partitions, by a hash of the session, on PostgreSQL 14 or
-- newer. docs/scale.md says when that is worth it. Run it once, by the owner, while nobody imports:
--
--     psql --single-transaction --set ON_ERROR_STOP=1 --file deploy/partitioning.sql "$DATABASE_URL"
--     python -m data_access create
--
-- Keys, references, checks, indexes and triggers are taken over as they are, under their names. Until
-- `create` has guarded the new tables, the dashboard's role may not read them; roles that it does not know
-- are to be let in again. Room for both copies is needed meanwhile.

DO $$
DECLARE
    -- A number that later machines can share: a multiple of two, of partitions that a machine's memory holds.
    partitions constant int := 16;
    divided record;
    kept record;
BEGIN
    CREATE TEMPORARY TABLE divided_table ON COMMIT DROP AS
        SELECT name, key, name::regclass::oid AS whole
        FROM (VALUES ('training_session', 'id'), ('attendance', 'session_id')) AS one (name, key);
    IF EXISTS (SELECT FROM pg_partitioned_table JOIN divided_table ON partrelid = whole) THEN
        RAISE EXCEPTION 'These tables are divided already.';
    END IF;
    LOCK TABLE training_session, attendance IN ACCESS EXCLUSIVE MODE;

    -- What stands on them, as it will be written again: keys first, then what refers to keys.
    CREATE TEMPORARY TABLE kept_rule ON COMMIT DROP AS
        SELECT conrelid::regclass::text AS name, conname AS rule, pg_get_constraintdef(oid) AS definition,
               position(contype::text IN 'puf') AS turn
        FROM pg_constraint
        WHERE contype IN ('p', 'u', 'f')
          AND (conrelid IN (SELECT whole FROM divided_table) OR confrelid IN (SELECT whole FROM divided_table))
        ORDER BY turn;
    CREATE TEMPORARY TABLE kept_index ON COMMIT DROP AS
        SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
        FROM pg_index
        WHERE indrelid IN (SELECT whole FROM divided_table)
          AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'));
    CREATE TEMPORARY TABLE kept_trigger ON COMMIT DROP AS
        SELECT pg_get_triggerdef(oid) AS definition
        FROM pg_trigger WHERE tgrelid IN (SELECT whole FROM divided_table) AND NOT tgisinternal;
    FOR kept IN SELECT * FROM kept_rule ORDER BY turn DESC LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', kept.name, kept.rule);
    END LOOP;
    FOR kept IN SELECT * FROM kept_index LOOP
        EXECUTE format('DROP INDEX %s', kept.name);
    END LOOP;

    FOR divided IN SELECT * FROM divided_table LOOP
        EXECUTE format('ALTER TABLE %I RENAME TO %I', divided.name, divided.name || '_whole');
        EXECUTE format(
            'CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY HASH (%I)',
            divided.name, divided.name || '_whole', divided.key
        );
        FOR number IN 0 .. partitions - 1 LOOP
            EXECUTE format(
                'CREATE TABLE %I PARTITION OF %I FOR VALUES WITH (MODULUS %s, REMAINDER %s)',
                divided.name || '_' || number, divided.name, partitions, number
            );
        END LOOP;
        EXECUTE format('INSERT INTO %I SELECT * FROM %I', divided.name, divided.name || '_whole');
    END LOOP;
    FOR kept IN SELECT * FROM kept_rule ORDER BY turn LOOP
        EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', kept.name, kept.rule, kept.definition);
    END LOOP;
    FOR kept IN SELECT definition FROM kept_index UNION ALL SELECT definition FROM kept_trigger LOOP
        EXECUTE kept.definition;
    END LOOP;

    -- With them go the policies that name them; `create` writes all policies anew.
    DROP TABLE attendance_whole, training_session_whole CASCADE;
    -- Sessions and their attendances lie in partitions of the same number: they can be joined pair by pair.
    EXECUTE format('ALTER DATABASE %I SET enable_partitionwise_join = on', current_database());
END
$$;

ANALYZE training_session, attendance;
