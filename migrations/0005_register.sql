-- What an organisation is told on its first day, and by which number its planning package knows a child.

alter table location add column lrk text; -- number in the Landelijk Register Kinderopvang; null or empty: not known
alter table location add column stand_in @blob@; -- the account that takes over for who is away
alter table membership add column fte_hundredths @bigint@;
alter table membership add column education text;

-- No location: every location of the organisation. Both days are included.
create table closing (
  tenant @blob@ not null,
  closing @blob@ not null,
  organisation @blob@ not null,
  location @blob@,
  from_on text not null,
  until_on text not null,
  name text not null,
  primary key (tenant, closing),
  foreign key (tenant, organisation) references organisation (tenant, organisation),
  foreign key (tenant, organisation, location) references location (tenant, organisation, location)
) @strict_by_key@;

-- Somebody outside without an account; sealed by the register key of the tenant.
create table partner_card (
  tenant @blob@ not null,
  partner_card @blob@ not null,
  organisation @blob@ not null,
  name_sealed @blob@ not null,
  function_sealed @blob@ not null,
  telephone_sealed @blob@ not null,
  primary key (tenant, partner_card),
  foreign key (tenant, organisation) references organisation (tenant, organisation)
) @strict_by_key@;

create table deelproject (
  tenant @blob@ not null references tenant (tenant),
  deelproject @blob@ not null,
  name text not null,
  primary key (tenant, deelproject)
) @strict_by_key@;

create table deelproject_group (
  tenant @blob@ not null,
  deelproject @blob@ not null,
  child_group @blob@ not null,
  primary key (tenant, deelproject, child_group),
  foreign key (tenant, deelproject) references deelproject (tenant, deelproject),
  foreign key (tenant, child_group) references child_group (tenant, child_group)
) @strict_by_key@;

-- The number itself is not stored: who imports again is recognised by its keyed hash.
create table outside_number (
  tenant @blob@ not null,
  kind text not null,
  keyed_hash @blob@ not null,
  target @blob@ not null,
  primary key (tenant, kind, keyed_hash)
) @strict@;
create index outside_number_by_target on outside_number (tenant, target);

@postgresql@
do $$
declare
  t text;
begin
  foreach t in array array['closing', 'partner_card', 'deelproject', 'deelproject_group', 'outside_number']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy of_tenant on %I using (tenant = decode(current_setting(''vlechtwerk.tenant'', true), ''hex''))', t);
  end loop;
end
$$;
@end@

@sqlite@
insert into sqlite_stat1 (tbl, idx, stat)
select t.name, case when t.wr = 1 and i.origin = 'pk' then t.name else i.name end,
  '1000000 1000000' || case (select count(*) from pragma_index_info(i.name)) when 2 then '' else ' 500000' end ||
  case i."unique" when 1 then ' 1' else ' 2' end
from pragma_table_list t join pragma_index_list(t.name) i
where t.schema = 'main' and t.name in ('closing', 'partner_card', 'deelproject', 'deelproject_group', 'outside_number');
analyze sqlite_schema;
@end@
