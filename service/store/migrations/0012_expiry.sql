-- When a subscription ends by itself; also within its `record`.

ALTER TABLE subscriptions ADD COLUMN expires_at BIGINT
--;
CREATE INDEX subscriptions_expiry ON subscriptions (expires_at) WHERE expires_at IS NOT NULL
