-- What the events made of an open route (bytes of the engine), so that one more event does not read all those before it. Null: fold anew.
alter table route add column folded @blob@;

-- Nothing asks for the lines of one case alone; every note paid for it.
drop index timeline_by_case;
