-- Sending again as a job, and what requests with an Idempotency-Key were answered.

-- `place_at` and `place_id` are how far it has come: the last delivery's time and id, or the last
-- event's number.
CREATE TABLE replays (
    id TEXT PRIMARY KEY,
    subscription_id TEXT NOT NULL,
    what TEXT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    dry_run INTEGER NOT NULL,
    state TEXT NOT NULL,
    place_at BIGINT NOT NULL,
    place_id TEXT NOT NULL,
    looked INTEGER NOT NULL DEFAULT 0,
    found INTEGER NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    finished_at BIGINT
)
--;
CREATE INDEX replays_running ON replays (created_at) WHERE state = 'running'
--;
CREATE INDEX replays_newest ON replays (created_at, id)
--;
CREATE TABLE repeats (
    id TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    answer TEXT NOT NULL,
    created_at BIGINT NOT NULL
)
--;
CREATE INDEX repeats_oldest ON repeats (created_at)
