-- What a subscription is owed is looked for when its state changes, which is seldom: among what is
-- pending through `deliveries_queue`, among what is held through an index of that alone. An index
-- of both by subscription was changed by each delivery, at a place of its own.

DROP INDEX deliveries_unsettled
--;
CREATE INDEX deliveries_kept ON deliveries (subscription_id) WHERE state = 'held'
