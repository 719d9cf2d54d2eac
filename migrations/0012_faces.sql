-- A small picture of somebody that she put there herself. No row: her initials stand there.
create table face (
  tenant @blob@ not null,
  account @blob@ not null,
  changed_us @bigint@ not null, -- a browser asks for the picture of this moment
  picture_sealed @blob@ not null,
  primary key (tenant, account)
) @strict_by_key@;

@postgresql@
do $$
declare
  t text;
begin
  foreach t in array array['face']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy of_tenant on %I using (tenant = decode(current_setting(''vlechtwerk.tenant'', true), ''hex''))', t);
  end loop;
end
$$;
@end@

@sqlite@
insert into sqlite_stat1 (tbl, idx, stat) values ('face', 'face', '100000 100000 1');
analyze sqlite_schema;
@end@
