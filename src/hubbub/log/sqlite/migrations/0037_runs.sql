-- Messages that were said in one go share a row: docs/decisions/0050. Those of older rows are alone in theirs.
alter table entry add column texts text; -- of the messages behind that of the body, as a JSON array
alter table entry add column further integer not null default 0; -- how many these are
