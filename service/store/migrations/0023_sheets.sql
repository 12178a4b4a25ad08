-- Attempts that delivered at the first go, those of one transaction on one sheet: as a row each,
-- found by ids that come in no order, they cost more than all else that is written of a delivery.

-- `attempts` is a list in JSON; `deliveries.sheet` is where a delivery's first attempt stands, if
-- it is not a row of `attempts`.
CREATE TABLE attempt_sheets (
    seq $SERIAL,
    attempts TEXT NOT NULL
)
--;
ALTER TABLE deliveries ADD COLUMN sheet BIGINT
