-- Messages that were said in one go share a row: docs/decisions/0050. Those of older rows are alone in theirs.
alter table entry add column texts text; -- of the messages behind that of the body, as a JSON array
alter table entry add column further integer not null
    generated always as (iif(texts is null, 0, json_array_length(texts))) virtual;
