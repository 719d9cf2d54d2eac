-- What the events made of an open route (the engine's own bytes), so that one more event does not read all those before it. Null: fold anew.
alter table route add column folded @blob@;
