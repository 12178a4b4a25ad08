-- When subscriptions are sent to: quiet hours, digests, caps by day.

-- It may be sent to from `open_from` to before `open_until`; at `turn_at` somebody must look which
-- window is next. `paced` is 1 if what it is owed is gathered or counted.
ALTER TABLE subscriptions ADD COLUMN open_from BIGINT NOT NULL DEFAULT 0
--;
ALTER TABLE subscriptions ADD COLUMN open_until BIGINT NOT NULL DEFAULT 9223372036854775807
--;
ALTER TABLE subscriptions ADD COLUMN turn_at BIGINT
--;
ALTER TABLE subscriptions ADD COLUMN paced INTEGER NOT NULL DEFAULT 0
--;
CREATE INDEX subscriptions_turn ON subscriptions (turn_at) WHERE turn_at IS NOT NULL
--;
-- What gathers a delivery: '' nothing, '?' it is not decided yet.
ALTER TABLE deliveries ADD COLUMN digest TEXT NOT NULL DEFAULT ''
--;
CREATE INDEX deliveries_unsorted ON deliveries (subscription_id) WHERE digest = '?'
--;
CREATE INDEX deliveries_digest ON deliveries (digest) WHERE digest > '?'
--;
CREATE INDEX deliveries_held ON deliveries (created_at) WHERE state = 'held' AND digest = ''
--;
-- Digests that gather; `due_at` is when they are told.
CREATE TABLE digests (
    id TEXT PRIMARY KEY,
    subscription_id TEXT NOT NULL,
    why TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    UNIQUE (subscription_id, why)
)
--;
CREATE INDEX digests_due ON digests (due_at)
--;
-- How much of its daily cap a subscription has used on which day of its own.
CREATE TABLE allowances (
    subscription_id TEXT PRIMARY KEY,
    day TEXT NOT NULL,
    used INTEGER NOT NULL
)
