-- A plan for Citus, NOT TRIED: it could not be had where this was written. docs/scale.md says what is
-- missing before a dashboard can be served from it. Run by a superuser on the coordinator, after
-- `python -m data_access create` and before any package is taken in.

CREATE EXTENSION citus;
SELECT citus_set_coordinator_host('db-0.internal', 5432);
SELECT citus_add_node('db-1.internal', 5432);
SELECT citus_add_node('db-2.internal', 5432);

-- Small, and joined with everything: whole on every machine.
SELECT create_reference_table(name) FROM unnest(ARRAY[
    'country', 'region', 'currency', 'ladder', 'stage', 'topic', 'standard', 'organisation', 'programme',
    'package_import', 'measure', 'kind_of_person', 'summary_state'
]) AS name;
-- Those whose keys hold no segment, and which are small beside the records.
SELECT create_reference_table(name) FROM unnest(ARRAY['miner_number', 'unit_standing']) AS name;

-- What pages read: each segment with its programmes, sums and sets of people on one machine.
SELECT create_distributed_table('segment', 'id', shard_count => 32);
SELECT create_distributed_table(name, 'segment_id', colocate_with => 'segment') FROM unnest(ARRAY[
    'segment_programme', 'tally', 'tally_of_day', 'people_set', 'cover_cost'
]) AS name;

-- What they are counted from: a session with its attendances on one machine. Whom attendances refer to has
-- to be on every machine.
SELECT create_reference_table('miner');
SELECT create_distributed_table('training_session', 'id', shard_count => 32, colocate_with => 'none');
SELECT create_distributed_table('attendance', 'session_id', colocate_with => 'training_session');
