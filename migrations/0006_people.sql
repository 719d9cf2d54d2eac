-- The days of the week on which a child comes (1 Monday, 2 Tuesday, 4 Wednesday … 64 Sunday, added up). Null: not known.
alter table child_in_group add column days @bigint@;

-- Who wrote the note with which a route was opened, or else opened it. Null: fold anew.
alter table route add column writer @blob@;

-- Who took over a step of a route: of several the newest. Made from the journal.
create table step_holder (
  tenant @blob@ not null,
  route @blob@ not null,
  step text not null,
  child @blob@ not null,
  account @blob@ not null,
  entry @blob@ not null,
  since_us @bigint@ not null,
  primary key (tenant, route, step)
) @strict@;
create index step_holder_by_child on step_holder (tenant, child);

-- When somebody is not at work. Why stands nowhere.
create table absence (
  tenant @blob@ not null,
  account @blob@ not null,
  from_us @bigint@ not null,
  until_us @bigint@ not null,
  primary key (tenant, account, from_us)
) @strict@;

-- Whose name stands on a step is looked for near the child first.
create index membership_by_location on membership (tenant, organisation, location);
create index membership_by_role on membership (tenant, role, from_us, account);

@postgresql@
do $$
declare
  t text;
begin
  foreach t in array array['step_holder', 'absence']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy of_tenant on %I using (tenant = decode(current_setting(''vlechtwerk.tenant'', true), ''hex''))', t);
  end loop;
end
$$;
@end@

@sqlite@
insert into sqlite_stat1 (tbl, idx, stat) values
  ('step_holder', 'sqlite_autoindex_step_holder_1', '1000000 1000000 10 1'),
  ('step_holder', 'step_holder_by_child', '1000000 1000000 2'),
  ('absence', 'sqlite_autoindex_absence_1', '1000000 1000000 10 1'),
  ('membership', 'membership_by_location', '1000000 1000000 100000 10'),
  ('membership', 'membership_by_role', '1000000 1000000 100000 10 2');
analyze sqlite_schema;
@end@
