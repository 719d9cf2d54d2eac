-- Log-ins of an account that failed since the last one that went well: a restart does not forget them. No row: none failed.
create table failed_log_in (
  account @blob@ not null primary key references account (account),
  failures @bigint@ not null
) @strict_by_key@;
