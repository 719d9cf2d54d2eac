-- The key store: apart from the database, with backups of its own (README.md beside this file: the words between at signs).
-- Every key in it is wrapped: what belongs to a subject by the key of its tenant, the rest by the master key, which is in neither
-- store. The version beside a wrapped key is that of the key above it.

-- master_version, backed_up_us.
create table key_info (
  name text not null primary key,
  value @bigint@ not null
) @strict_by_key@;

-- Wrapped by the master key. The purpose "check" tells a wrong master key from a right one.
create table service_key (
  purpose text not null primary key,
  master_version @bigint@ not null,
  wrapped @blob@ not null
) @strict_by_key@;

create table signing_key (
  purpose text not null primary key,
  master_version @bigint@ not null,
  public_key @blob@ not null,
  wrapped @blob@ not null
) @strict_by_key@;

-- Two versions of one tenant stand beside each other only while a rotation runs.
create table tenant_key (
  tenant @blob@ not null,
  version @bigint@ not null,
  master_version @bigint@ not null,
  wrapped @blob@ not null,
  made_us @bigint@ not null,
  primary key (tenant, version)
) @strict_by_key@;

create table tenant_service_key (
  tenant @blob@ not null,
  purpose text not null,
  tenant_version @bigint@ not null,
  wrapped @blob@ not null,
  primary key (tenant, purpose)
) @strict_by_key@;

-- subject_kind: the numbers of journal::SubjectKind.
create table subject_key (
  tenant @blob@ not null,
  subject_kind @bigint@ not null,
  subject @blob@ not null,
  key_id @blob@ not null,
  tenant_version @bigint@ not null,
  wrapped @blob@ not null,
  made_us @bigint@ not null,
  primary key (tenant, subject_kind, subject)
) @strict@;
create index subject_key_by_version on subject_key (tenant, tenant_version);

-- Whose key was destroyed: `restore` destroys them again before it serves. Never shortened.
create table erased_subject (
  tenant @blob@ not null,
  subject_kind @bigint@ not null,
  subject @blob@ not null,
  erased_us @bigint@ not null,
  primary key (tenant, subject_kind, subject)
) @strict_by_key@;

-- Place kept: private keys with which the notes of tablets are opened. Nothing uses it yet.
create table receiving_key (
  tenant @blob@ not null,
  key_id @blob@ not null,
  tenant_version @bigint@ not null,
  public_key @blob@ not null,
  wrapped @blob@ not null,
  made_us @bigint@ not null,
  primary key (tenant, key_id)
) @strict_by_key@;
