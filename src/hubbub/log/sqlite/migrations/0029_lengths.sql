-- How long messages that disappear are to stay, in milliseconds; 0: nobody knows any more.
alter table expiring add column length integer not null default 0;
