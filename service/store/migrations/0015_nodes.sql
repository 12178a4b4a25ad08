-- What one claim changes is found without reading the others: claims that are alike for every
-- comparison are one node, and what is said of a meeting is counted as it comes.

DROP TABLE ledger_keys
--;
DROP INDEX ledger_component
--;
DROP INDEX ledger_meeting
--;
ALTER TABLE ledger DROP COLUMN component
--;
-- Empty for claims that were taken before nodes were: the monitor fills them in when it starts.
ALTER TABLE ledger ADD COLUMN node TEXT NOT NULL DEFAULT ''
--;
ALTER TABLE ledger ADD COLUMN saying TEXT NOT NULL DEFAULT ''
--;
-- 1 for claims that a correction names.
ALTER TABLE ledger ADD COLUMN named INTEGER NOT NULL DEFAULT 0
--;
CREATE INDEX ledger_meeting ON ledger (meeting_id, claim_id)
--;
CREATE INDEX ledger_node ON ledger (node, saying, claim_id)
--;
CREATE INDEX ledger_story ON ledger (story, node, saying)
--;
CREATE INDEX ledger_named ON ledger (node) WHERE named = 1
--;
-- `profile` is what is compared, as JSON; `claims` counts them.
CREATE TABLE ledger_nodes (
    id TEXT PRIMARY KEY,
    meeting_id TEXT NOT NULL,
    claims BIGINT NOT NULL,
    profile TEXT NOT NULL
)
--;
CREATE INDEX ledger_nodes_meeting ON ledger_nodes (meeting_id)
--;
-- The block keys under which a node stands.
CREATE TABLE ledger_keys (
    key TEXT NOT NULL,
    node TEXT NOT NULL,
    PRIMARY KEY (key, node)
)
--;
-- Nodes alike enough to be joined; each pair both ways.
CREATE TABLE ledger_links (
    node TEXT NOT NULL,
    other TEXT NOT NULL,
    weight DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (node, other)
)
--;
-- Nodes that might be joined but for so many articles that tell of both; each pair both ways.
CREATE TABLE ledger_rivals (
    node TEXT NOT NULL,
    other TEXT NOT NULL,
    articles BIGINT NOT NULL,
    PRIMARY KEY (node, other)
)
--;
-- What claims of a node say alike, with the smallest of their ids.
CREATE TABLE ledger_sayings (
    id TEXT PRIMARY KEY,
    node TEXT NOT NULL,
    claims TEXT NOT NULL,
    record TEXT NOT NULL
)
--;
CREATE INDEX ledger_sayings_node ON ledger_sayings (node)
--;
-- How many stories tell a meeting by just these sayings.
CREATE TABLE ledger_stories (
    meeting_id TEXT NOT NULL,
    sayings TEXT NOT NULL,
    stories BIGINT NOT NULL,
    PRIMARY KEY (meeting_id, sayings)
)
