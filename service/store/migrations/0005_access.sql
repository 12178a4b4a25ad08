-- Who may call: API keys by the hash of their token; and the answers given to Idempotency-Keys.

CREATE TABLE api_keys (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    -- scopes with commas: read, write, admin
    scopes TEXT NOT NULL,
    digest TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
)
--;
CREATE TABLE idempotency_keys (
    -- the API key's id, or `anyone`: two callers' keys never meet
    caller TEXT NOT NULL,
    key TEXT NOT NULL,
    request TEXT NOT NULL,
    status INTEGER NOT NULL,
    answer $BYTES NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (caller, key)
)
--;
CREATE INDEX idempotency_keys_oldest ON idempotency_keys (recorded_at)
