-- Nodes stand in blocks by day, so that a month is a range of them and a node has a third of the rows.

DROP TABLE ledger_keys
--;
-- `who` is a family of kinds with somebody or a city; `day` is a day, a month, or '' for no time.
-- The monitor fills it in when it starts.
CREATE TABLE ledger_blocks (
    who TEXT NOT NULL,
    day TEXT NOT NULL,
    node TEXT NOT NULL,
    PRIMARY KEY (who, day, node)
) $BY_KEY
