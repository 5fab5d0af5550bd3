-- Ranges of settlement numbers by a B-tree. The BRIN index knew nothing of what came since the last vacuum, so that
-- every range was looked for in all of that, and putting it in took half a microsecond for each payment at a stretch,
-- and a lock that no vacuum may have meanwhile. Numbers grow, so a B-tree's entry goes to its last page.
drop index payment_by_settlement_number;
create index payment_by_settlement_number on payment (settlement_number);
