-- What few of many children need today is found without asking all of them; and what a list of groups counts stands in its index.
create index route_to_fold on route (tenant, engine_version, next_change_on, child, status) where status <> 'closed';
create index child_to_look_back on child (tenant, look_back_on, child) where look_back_on is not null;
create index absence_by_end on absence (tenant, until_us, account, from_us);
drop index child_in_group_by_location;
create index child_in_group_by_location on child_in_group (tenant, organisation, location, child_group, child, from_us, until_us);
drop index mentor_by_account;
create index mentor_by_account on mentor (tenant, account, child, from_us, until_us);

@sqlite@
delete from sqlite_stat1 where idx in ('child_in_group_by_location', 'mentor_by_account');
insert into sqlite_stat1 (tbl, idx, stat) values
  ('route', 'route_to_fold', '50000 50000 25000 100 1 1'),
  ('child', 'child_to_look_back', '50000 50000 100 1'),
  ('absence', 'absence_by_end', '1000000 1000000 2 1 1'),
  ('child_in_group', 'child_in_group_by_location', '1000000 1000000 100000 50000 10 2 1 1'),
  ('mentor', 'mentor_by_account', '1000000 1000000 10 2 1 1');
analyze sqlite_schema;
@end@
