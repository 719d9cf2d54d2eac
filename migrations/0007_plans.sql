-- The versions of the plans of a child are few among its notes.
create index timeline_of_plans on timeline (tenant, child, occurred_us, entry) where kind = 'plan_van_aanpak.written';
