-- Of whom parents allow somebody to know are few: the pedagoog's children are found from there, and not among all of her organisation.
drop index toestemming_in_force_by_recipient;
create index toestemming_in_force_by_recipient on toestemming_in_force (tenant, recipient, child, from_us, until_us);

-- Since when and until when it is certain that a child has a mentor who works where the child is. Null: at no time. Whoever has none
-- now is among the few for whom it is not certain.
alter table child add column mentored_from_us @bigint@;
alter table child add column mentored_until_us @bigint@;

@postgresql@
alter table child no force row level security;
alter table child_in_group no force row level security;
alter table mentor no force row level security;
alter table membership no force row level security;
@end@
update child set (mentored_from_us, mentored_until_us) = (
  select max(case when w.from_us < m.from_us then m.from_us else w.from_us end),
    max(case when w.until_us < m.until_us then w.until_us else m.until_us end)
  from mentor w join membership m on m.tenant = w.tenant and m.account = w.account
  where w.tenant = child.tenant and w.child = child.child and m.role = 'pedagogisch_medewerker' and not exists (
    select 1 from child_in_group g where g.tenant = child.tenant and g.child = child.child and g.organisation <> m.organisation));
@postgresql@
alter table child force row level security;
alter table child_in_group force row level security;
alter table mentor force row level security;
alter table membership force row level security;
@end@
create index child_mentored_until on child (tenant, mentored_until_us, child);
create index child_mentored_from on child (tenant, mentored_from_us, child);

@sqlite@
delete from sqlite_stat1 where idx = 'toestemming_in_force_by_recipient';
insert into sqlite_stat1 (tbl, idx, stat) values
  ('toestemming_in_force', 'toestemming_in_force_by_recipient', '1000000 1000000 1000 2 1 1'),
  ('child', 'child_mentored_until', '1000000 1000000 1000 1'),
  ('child', 'child_mentored_from', '1000000 1000000 1000 1');
analyze sqlite_schema;
@end@
