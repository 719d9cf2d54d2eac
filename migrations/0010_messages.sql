-- Whether and when somebody wants a mail because something waits for her. No row: she never said so, and gets none.
create table account_message (
  account @blob@ not null primary key references account (account),
  wants @bigint@ not null,
  address_sealed @blob@ not null,
  days @bigint@ not null, -- 1 Monday, 2 Tuesday … 64 Sunday, added up
  from_minute @bigint@ not null, -- of the day in Amsterdam
  until_minute @bigint@ not null,
  language text not null,
  mailed_on text, -- the day of her last mail; null: none yet
  not_before_us @bigint@ not null -- nobody looks again before this moment
) @strict_by_key@;

-- How often a mail counted something that waits for somebody. No row: never, or it waits no more.
create table nudge (
  tenant @blob@ not null,
  account @blob@ not null,
  object @blob@ not null, -- a question, a route or a child
  what text not null, -- answer, confirm, unopened, look_back, or the step of the route
  times @bigint@ not null,
  primary key (tenant, account, object, what)
) @strict@;

-- When somebody to whom a question went opened it first; not who. No row: nobody did.
create table question_opened (
  tenant @blob@ not null,
  hulpvraag @blob@ not null,
  opened_us @bigint@ not null,
  primary key (tenant, hulpvraag)
) @strict_by_key@;

@postgresql@
do $$
declare
  t text;
begin
  foreach t in array array['nudge', 'question_opened']
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
  ('nudge', 'sqlite_autoindex_nudge_1', '1000000 1000000 10 2 1'),
  ('question_opened', 'question_opened', '1000000 1000000 1');
analyze sqlite_schema;
@end@
