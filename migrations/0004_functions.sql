-- The functions in which a member signs steps: words of the roles of plans, sorted, a blank between them. Null: none.
alter table membership add column functions text;

-- The gate role that reads a question while nobody has it; null: the pedagoog, as every question before this.
alter table hulpvraag add column waits_for text;
