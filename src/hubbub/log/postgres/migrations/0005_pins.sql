-- Pins are numbered, too. Until then none could be kept here.
insert into numbered select 'pin', coalesce(max(number), 0) from pin;
