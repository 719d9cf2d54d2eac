-- The day on which somebody looks back on the begeleidingsplan of a child. Null: no plan, or no day. Made from the journal.
alter table child add column look_back_on text;

-- 1: the organisation says that it has no closing days of its own. Null: it did not say so.
alter table organisation add column without_closings @integer@ check (without_closings in (0, 1));

-- What is few among the notes of a child, and is asked for by its kind.
drop index timeline_of_plans;
create index timeline_of_few on timeline (tenant, child, kind, occurred_us, entry)
  where kind in ('plan_van_aanpak.written', 'plan_van_aanpak.evaluated', 'toestemming.unreachable');
