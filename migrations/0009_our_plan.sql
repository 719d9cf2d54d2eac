-- What an organisation is changing of its stappenplan and has not adopted: one draft at a time.
create table plan_draft (
  tenant @blob@ not null,
  organisation @blob@ not null,
  plan text not null,
  begun_from @bigint@ not null,
  revision @bigint@ not null,
  text text not null,
  changed_by @blob@ not null,
  changed_us @bigint@ not null,
  offered @bigint@, -- the version that came with the program and that it was begun from; null: the own plan
  primary key (tenant, organisation),
  foreign key (tenant, organisation) references organisation (tenant, organisation)
) @strict_by_key@;

-- Versions of a plan that came with the program, of which the organisation said what it does with them.
create table plan_answered (
  tenant @blob@ not null,
  organisation @blob@ not null,
  plan text not null,
  version @bigint@ not null,
  primary key (tenant, organisation, plan, version),
  foreign key (tenant, organisation) references organisation (tenant, organisation)
) @strict@;

-- Which routes go on with a plan that changes.
create index route_by_plan on route (tenant, plan) where status <> 'closed';

@postgresql@
do $$
declare
  t text;
begin
  foreach t in array array['plan_draft', 'plan_answered']
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
  ('plan_draft', 'plan_draft', '1000000 1000000 1'),
  ('plan_answered', 'sqlite_autoindex_plan_answered_1', '1000000 1000000 10 5 1'),
  ('route', 'route_by_plan', '1000000 1000000 100000');
analyze sqlite_schema;
@end@
