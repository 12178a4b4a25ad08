-- Subscriptions, what is owed to them, and every attempt to pay it.

-- `record` is the subscription as JSON without what has a column; `settling` is 1 while deliveries
-- still have to follow a change of state; `resume_at` is when a paused receiver is tried again.
CREATE TABLE subscriptions (
    id TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    state TEXT NOT NULL,
    state_reason TEXT,
    format TEXT NOT NULL,
    record TEXT NOT NULL,
    secrets TEXT NOT NULL,
    settling INTEGER NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
)
--;
CREATE INDEX subscriptions_newest ON subscriptions (created_at, id)
--;
CREATE INDEX subscriptions_settling ON subscriptions (id) WHERE settling = 1
--;
-- One row per change of a subscription, in order: the index of standing queries follows it.
CREATE TABLE subscription_log (
    seq $SERIAL,
    subscription_id TEXT NOT NULL
)
--;
-- How a receiver has behaved; apart from the subscription because every answer changes it.
CREATE TABLE receivers (
    subscription_id TEXT PRIMARY KEY,
    failures INTEGER NOT NULL,
    faults INTEGER NOT NULL,
    trips INTEGER NOT NULL,
    failing_since BIGINT,
    latency_ms DOUBLE PRECISION NOT NULL,
    resume_at BIGINT NOT NULL
)
--;
-- One event to one subscription. The row is the outbox: what is pending here will be sent.
-- `tries` counts the attempts that spent the schedule, `losses` the workers lost in a row;
-- `queued` is the epoch of the queue that knows the row, empty when none does; `format` is the
-- subscription's when the row was made, so that all attempts carry the same bytes.
CREATE TABLE deliveries (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL,
    subscription_id TEXT NOT NULL,
    format TEXT NOT NULL,
    state TEXT NOT NULL,
    attempt INTEGER NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0,
    losses INTEGER NOT NULL DEFAULT 0,
    due_at BIGINT NOT NULL,
    reason TEXT,
    created_at BIGINT NOT NULL,
    finished_at BIGINT,
    lease_until BIGINT NOT NULL DEFAULT 0,
    lease_token TEXT NOT NULL DEFAULT '',
    queued TEXT NOT NULL DEFAULT '',
    queued_at BIGINT NOT NULL DEFAULT 0,
    UNIQUE (event_id, subscription_id)
)
--;
CREATE INDEX deliveries_queue ON deliveries (queued, due_at) WHERE state = 'pending'
--;
CREATE INDEX deliveries_lease ON deliveries (lease_until) WHERE state = 'sending'
--;
CREATE INDEX deliveries_subscription ON deliveries (subscription_id, created_at, id)
--;
CREATE INDEX deliveries_newest ON deliveries (created_at, id)
--;
CREATE INDEX deliveries_unsettled ON deliveries (subscription_id, state)
    WHERE state IN ('pending', 'held')
--;
CREATE TABLE attempts (
    delivery_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    started_at BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    status INTEGER,
    applied INTEGER NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (delivery_id, number)
)
--;
-- A fan-out too big for one transaction, and how far it has come.
CREATE TABLE fanouts (
    event_id TEXT NOT NULL,
    part INTEGER NOT NULL,
    subscriptions TEXT NOT NULL,
    PRIMARY KEY (event_id, part)
)
