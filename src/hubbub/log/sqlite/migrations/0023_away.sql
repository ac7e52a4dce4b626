-- The text with which an account is away, whether a connection of its own is there or not.
alter table presence add column away text not null default '';
