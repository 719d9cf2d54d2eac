-- The first schema, one text for SQLite and PostgreSQL (README.md beside this file: the words between at signs).
--
-- Ids are blobs of 16 bytes; instants are microseconds since 1970 (UTC) in columns that end on _us; days are YYYY-MM-DD in columns
-- that end on _on; flags are 0 or 1. An interval is [from_us, until_us) and what has no end stores the instant 10000-01-01, so that
-- every question is `from_us <= now and now < until_us`. In clear stand only codes, names of organisations, locations and groups, and
-- texts that are meant for everybody; all else that a person types is sealed.
--
-- Tables with an index beside their key are not strict_by_key, so that an index costs SQLite as much to use as the key.

-- ------------------------------------------------------------------------------------------------ global tables, few and small

create table tenant (
  tenant @blob@ not null primary key,
  name text not null
) @strict_by_key@;

-- Answers to "what is this store": demo, server and the like.
create table store_info (
  name text not null primary key,
  value text not null
) @strict_by_key@;

create table account (
  account @blob@ not null primary key,
  login_hash @blob@ not null unique,
  name_sealed @blob@ not null,
  login_sealed @blob@ not null,
  password_hash text not null,
  second_factor text not null,
  totp_sealed @blob@ not null,
  totp_last_step @bigint@ not null,
  language text not null,
  beheerder_of_server @bigint@ not null,
  disabled_us @bigint@
) @strict@;

create table account_tenant (
  account @blob@ not null references account (account),
  tenant @blob@ not null references tenant (tenant),
  primary key (account, tenant)
) @strict@;
create index account_tenant_by_tenant on account_tenant (tenant, account);

create table session (
  id_hash @blob@ not null primary key,
  account @blob@ not null references account (account),
  tenant @blob@,
  membership @blob@,
  second_factor_done @bigint@ not null,
  sealed @blob@ not null,
  created_us @bigint@ not null,
  seen_us @bigint@ not null,
  expires_us @bigint@ not null
) @strict@;
create index session_by_account on session (account, created_us);

-- One-time codes, hashed: first log-in, card, recovery.
create table code (
  account @blob@ not null references account (account),
  code_hash @blob@ not null,
  purpose text not null,
  expires_us @bigint@ not null,
  used_us @bigint@,
  primary key (account, code_hash)
) @strict_by_key@;

-- ------------------------------------------------------------------------------------------------ register of a tenant

create table organisation (
  tenant @blob@ not null references tenant (tenant),
  organisation @blob@ not null,
  name text not null,
  kind text not null,
  plan text not null, -- the stappenplan that new routes follow; empty: none chosen yet
  primary key (tenant, organisation)
) @strict_by_key@;

create table location (
  tenant @blob@ not null,
  location @blob@ not null,
  organisation @blob@ not null,
  name text not null,
  primary key (tenant, location),
  unique (tenant, organisation, location),
  foreign key (tenant, organisation) references organisation (tenant, organisation)
) @strict_by_key@;

create table child_group (
  tenant @blob@ not null,
  child_group @blob@ not null,
  location @blob@ not null,
  organisation @blob@ not null,
  name text not null,
  group_type text not null,
  primary key (tenant, child_group),
  foreign key (tenant, organisation, location) references location (tenant, organisation, location)
) @strict@;
create index child_group_by_location on child_group (tenant, location);

create table membership (
  tenant @blob@ not null,
  membership @blob@ not null,
  account @blob@ not null,
  organisation @blob@ not null,
  role text not null,
  location @blob@,
  from_us @bigint@ not null,
  until_us @bigint@ not null,
  primary key (tenant, membership),
  foreign key (tenant, organisation) references organisation (tenant, organisation),
  foreign key (tenant, organisation, location) references location (tenant, organisation, location)
) @strict@;
create index membership_by_account on membership (tenant, account);
create index membership_by_organisation on membership (tenant, organisation, role);

create table group_worker (
  tenant @blob@ not null,
  account @blob@ not null,
  child_group @blob@ not null,
  from_us @bigint@ not null,
  until_us @bigint@ not null,
  primary key (tenant, account, child_group, from_us),
  foreign key (tenant, child_group) references child_group (tenant, child_group)
) @strict@;
create index group_worker_by_group on group_worker (tenant, child_group, account);

-- Plan files as they were taken in. A row is never changed: a change is a new version.
create table plan_file (
  tenant @blob@ not null references tenant (tenant),
  plan text not null,
  version @bigint@ not null,
  text text not null,
  primary key (tenant, plan, version)
) @strict@;

-- ------------------------------------------------------------------------------------------------ journal

-- The lock of whoever appends, and where the chain ends.
create table chain_head (
  tenant @blob@ not null references tenant (tenant),
  seq @bigint@ not null,
  hash @blob@ not null,
  primary key (tenant)
) @strict_by_key@;

create table entry (
  tenant @blob@ not null references chain_head (tenant),
  seq @bigint@ not null,
  entry @blob@ not null,
  case_id @blob@ not null,
  case_version @bigint@ not null,
  recorded_us @bigint@ not null,
  header @blob@ not null,
  sealed @blob@ not null,
  hash @blob@ not null,
  primary key (tenant, seq),
  unique (tenant, entry),
  unique (tenant, case_id, case_version)
) @strict@;

-- Without its row here the contents of an entry can never be opened again; the chain does not notice.
create table content_key (
  tenant @blob@ not null,
  entry @blob@ not null,
  key_id @blob@ not null,
  wrap_version @bigint@ not null,
  wrapped @blob@ not null,
  primary key (tenant, entry),
  foreign key (tenant, entry) references entry (tenant, entry)
) @strict_by_key@;

-- The streams. child: whom the stream is about, fixed by its first entry; null when it is about no child.
create table case_head (
  tenant @blob@ not null,
  case_id @blob@ not null,
  case_kind @bigint@ not null,
  child @blob@,
  version @bigint@ not null,
  primary key (tenant, case_id)
) @strict@;
create index case_head_by_child on case_head (tenant, child);

-- Keyed hash of the names and the day of birth, to find a child that was registered twice. Goes with the child; not a projection.
create table child_hash (
  tenant @blob@ not null,
  child @blob@ not null,
  keyed_hash @blob@ not null,
  primary key (tenant, child)
) @strict@;
create index child_hash_by_hash on child_hash (tenant, keyed_hash, child);

-- ------------------------------------------------------------------------------------------------ projections: `rebuild` makes them again

create table child (
  tenant @blob@ not null,
  child @blob@ not null,
  registered @blob@ not null,
  birth_month text not null,
  group_type text not null,
  registered_us @bigint@ not null,
  erased_us @bigint@,
  primary key (tenant, child)
) @strict_by_key@;

create table child_in_group (
  tenant @blob@ not null,
  child @blob@ not null,
  entry @blob@ not null,
  child_group @blob@ not null,
  location @blob@ not null,
  organisation @blob@ not null,
  from_us @bigint@ not null,
  until_us @bigint@ not null,
  primary key (tenant, child, entry, from_us)
) @strict@;
create index child_in_group_by_group on child_in_group (tenant, child_group, child);
create index child_in_group_by_location on child_in_group (tenant, organisation, location, child);

create table mentor (
  tenant @blob@ not null,
  child @blob@ not null,
  entry @blob@ not null,
  account @blob@ not null,
  from_us @bigint@ not null,
  until_us @bigint@ not null,
  primary key (tenant, child, entry, from_us)
) @strict@;
create index mentor_by_account on mentor (tenant, account, child);

create table child_person (
  tenant @blob@ not null,
  child @blob@ not null,
  entry @blob@ not null,
  person @blob@ not null,
  gezag @bigint@ not null,
  from_us @bigint@ not null,
  until_us @bigint@ not null,
  primary key (tenant, child, entry, from_us)
) @strict@;
create index child_person_by_person on child_person (tenant, person, child);

create table toestemming_in_force (
  tenant @blob@ not null,
  child @blob@ not null,
  act text not null,
  recipient text not null,
  from_us @bigint@ not null,
  until_us @bigint@ not null,
  primary key (tenant, child, act, recipient, from_us)
) @strict@;
create index toestemming_in_force_by_recipient on toestemming_in_force (tenant, recipient, child);

-- The state of a route as it was folded; next_change_on is the first day on which it differs without a new event.
create table route (
  tenant @blob@ not null,
  route @blob@ not null,
  child @blob@ not null,
  plan text not null,
  plan_version @bigint@ not null,
  status text not null,
  opened_on text not null,
  closed_on text,
  outcome text not null,
  engine_version @bigint@ not null,
  next_change_on text,
  plan_van_aanpak @blob@,
  primary key (tenant, route)
) @strict@;
create index route_by_child on route (tenant, child);

create table obligation (
  tenant @blob@ not null,
  route @blob@ not null,
  ordinal @bigint@ not null,
  child @blob@ not null,
  step text not null,
  role text not null,
  rule text not null,
  since_on text not null,
  due_on text,
  escalation @bigint@ not null,
  primary key (tenant, route, ordinal)
) @strict@;
create index obligation_by_child on obligation (tenant, child);

create table timeline (
  tenant @blob@ not null,
  entry @blob@ not null,
  case_id @blob@ not null,
  child @blob@,
  kind text not null,
  occurred_us @bigint@ not null,
  withdrawn @bigint@ not null,
  primary key (tenant, entry)
) @strict@;
create index timeline_by_child on timeline (tenant, child, occurred_us, entry);
create index timeline_by_case on timeline (tenant, case_id, occurred_us, entry);

create table hulpvraag (
  tenant @blob@ not null,
  hulpvraag @blob@ not null,
  asked_entry @blob@ not null,
  child @blob@,
  asked_by @blob@ not null,
  child_group @blob@ not null, -- all zero: none
  organisation @blob@ not null,
  informal @bigint@ not null,
  assigned_to @blob@,
  status text not null,
  asked_us @bigint@ not null,
  changed_us @bigint@ not null,
  primary key (tenant, hulpvraag)
) @strict@;
create index hulpvraag_by_child on hulpvraag (tenant, child);
create index hulpvraag_by_asker on hulpvraag (tenant, asked_by, asked_us);
create index hulpvraag_by_assigned on hulpvraag (tenant, assigned_to, asked_us);
create index hulpvraag_by_organisation on hulpvraag (tenant, organisation, status, asked_us);

create table hulpvraag_open (
  tenant @blob@ not null,
  hulpvraag @blob@ not null,
  child @blob@ not null,
  account @blob@ not null,
  from_us @bigint@ not null,
  until_us @bigint@ not null,
  primary key (tenant, hulpvraag, account, from_us)
) @strict@;
create index hulpvraag_open_by_account on hulpvraag_open (tenant, account, child);
create index hulpvraag_open_by_child on hulpvraag_open (tenant, child, account);

-- ------------------------------------------------------------------------------------------------ audit: a chain per server and tenant

create table audit_head (
  tenant @blob@ not null references tenant (tenant),
  server @bigint@ not null,
  seq @bigint@ not null,
  hash @blob@ not null,
  primary key (tenant, server)
) @strict_by_key@;

create table audit (
  tenant @blob@ not null,
  server @bigint@ not null,
  seq @bigint@ not null,
  id @blob@ not null,
  at_us @bigint@ not null,
  action text not null,
  outcome text not null,
  actor @blob@ not null,
  role text not null,
  organisation @blob@ not null,
  session @blob@ not null,
  child @blob@,
  object_type text not null,
  object @blob@,
  fields_class text not null,
  rule text not null,
  purpose text not null,
  request_id text not null,
  repeats @bigint@ not null,
  hash @blob@ not null,
  primary key (tenant, server, seq),
  unique (tenant, id)
) @strict@;
create index audit_by_child on audit (tenant, child, at_us, id);

-- The children of a list that was shown.
create table audit_child (
  tenant @blob@ not null,
  server @bigint@ not null,
  seq @bigint@ not null,
  ordinal @bigint@ not null,
  child @blob@ not null,
  primary key (tenant, server, seq, ordinal),
  foreign key (tenant, server, seq) references audit (tenant, server, seq)
) @strict@;
create index audit_child_by_child on audit_child (tenant, child, server, seq);

-- ------------------------------------------------------------------------------------------------ places kept, nothing uses them yet

-- Attachments are sealed in pieces; on SQLite the pieces will stand in a file of their own.
create table attachment (
  tenant @blob@ not null,
  attachment @blob@ not null,
  entry @blob@,
  pieces @bigint@ not null,
  made_us @bigint@ not null,
  primary key (tenant, attachment)
) @strict_by_key@;

-- Tablets of a group.
create table device (
  tenant @blob@ not null,
  device @blob@ not null,
  child_group @blob@,
  made_us @bigint@ not null,
  revoked_us @bigint@,
  primary key (tenant, device)
) @strict_by_key@;

@postgresql@
-- Under the gate: without `vlechtwerk.tenant` (32 hexadecimal digits, set per transaction) no row of a tenant table exists. The setting is
-- null when it was never made and empty after the transaction that made it; both are equal to no tenant.
do $$
declare
  t text;
begin
  foreach t in array array['organisation', 'location', 'child_group', 'membership', 'group_worker', 'plan_file', 'chain_head', 'entry',
    'content_key', 'case_head', 'child_hash', 'child', 'child_in_group', 'mentor', 'child_person', 'toestemming_in_force', 'route',
    'obligation', 'timeline', 'hulpvraag', 'hulpvraag_open', 'audit_head', 'audit', 'audit_child', 'attachment', 'device']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy of_tenant on %I using (tenant = decode(current_setting(''vlechtwerk.tenant'', true), ''hex''))', t);
  end loop;
end
$$;
@end@

@sqlite@
-- Without statistics SQLite believes that a tenant has ten rows and walks along all of them to save itself a sort. These figures are
-- fixed: a column tenant chooses nothing, the next one nearly everything, except where it is an organisation or a recipient. Nobody runs
-- `analyze` after this, so a plan that was tested is the plan that is used; a migration that adds an index adds its figures.
analyze tenant;
insert into sqlite_stat1 (tbl, idx, stat)
select t.name, case when t.wr = 1 and i.origin = 'pk' then t.name else i.name end,
  '1000000' || case (select count(*) from pragma_index_info(i.name))
    when 1 then ''
    when 2 then ' 1000000'
    when 3 then ' 1000000 10'
    when 4 then ' 1000000 10 5'
    else ' 1000000 10 5 3'
  end || case i."unique" when 1 then ' 1' else ' 2' end
from pragma_table_list t join pragma_index_list(t.name) i
where t.schema = 'main' and (select c.name from pragma_index_info(i.name) c where c.seqno = 0) = 'tenant';
update sqlite_stat1 set stat = '1000000 1000000 100000 50000'
where idx in ('membership_by_organisation', 'child_in_group_by_location', 'hulpvraag_by_organisation');
update sqlite_stat1 set stat = '1000000 1000000 500000 2' where idx = 'toestemming_in_force_by_recipient';
update sqlite_stat1 set stat = stat || ' 2' where idx in ('child_in_group_by_location', 'hulpvraag_by_organisation');
analyze sqlite_schema;
@end@
