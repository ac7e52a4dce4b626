-- Messages that were said in one go share a row: docs/decisions/0050. Those of older rows are alone in theirs.
alter table entry add column texts text; -- of the messages behind that of the body, as a JSON array
-- How many these are. It may not be declared `not null`, as it is: to add it SQLite would look through the whole table.
alter table entry add column further integer
    generated always as (iif(json_valid(texts), json_array_length(texts), 0)) virtual;
