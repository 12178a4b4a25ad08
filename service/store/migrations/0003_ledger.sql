-- What was claimed, and the ledger made of it: meetings with their versions, people's corrections.

-- What each article says; written with the article, read by the monitor.
CREATE TABLE claims (
    id TEXT PRIMARY KEY,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    record TEXT NOT NULL
)
--;
CREATE INDEX claims_article ON claims (article_id, position)
--;
-- The claims as the monitor has taken them, without their words. `component` groups the claims
-- that may bear on each other; no pair of different components is alike enough to be compared.
CREATE TABLE ledger (
    claim_id TEXT PRIMARY KEY,
    article_id TEXT NOT NULL,
    component TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    -- the story that the article tells; copies of one story are one source
    story TEXT NOT NULL,
    record TEXT NOT NULL
)
--;
CREATE INDEX ledger_article ON ledger (article_id)
--;
CREATE INDEX ledger_component ON ledger (component)
--;
CREATE INDEX ledger_meeting ON ledger (meeting_id)
--;
CREATE TABLE ledger_keys (
    key TEXT NOT NULL,
    component TEXT NOT NULL,
    PRIMARY KEY (key, component)
)
--;
CREATE INDEX ledger_keys_component ON ledger_keys (component)
--;
-- Copies of one story: passages by hash, and the story each article belongs to.
CREATE TABLE passages (
    hash TEXT NOT NULL,
    article_id TEXT NOT NULL,
    PRIMARY KEY (hash, article_id)
)
--;
CREATE INDEX passages_article ON passages (article_id)
--;
CREATE TABLE stories (
    article_id TEXT PRIMARY KEY,
    story_id TEXT NOT NULL,
    passages INTEGER NOT NULL
)
--;
CREATE INDEX stories_story ON stories (story_id)
--;
-- The record as it stands, without the lists of claims and articles: the ledger has them.
CREATE TABLE meetings (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    level TEXT,
    date_first TEXT,
    date_last TEXT,
    city TEXT,
    country TEXT,
    sources INTEGER NOT NULL,
    hidden INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    -- date_first, or '' when there is none: the order of lists
    sort_date TEXT NOT NULL,
    -- the city and the parties' names, folded, for search
    words TEXT NOT NULL,
    record TEXT NOT NULL
)
--;
CREATE INDEX meetings_date ON meetings (sort_date, id)
--;
CREATE INDEX meetings_changed ON meetings (changed_at, id)
--;
CREATE INDEX meetings_off ON meetings (sort_date) WHERE status IN ('cancelled', 'postponed')
--;
CREATE TABLE meeting_actors (
    meeting_id TEXT NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    actor_id TEXT NOT NULL,
    sort_at TEXT NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (actor_id, sort_at, meeting_id)
)
--;
CREATE INDEX meeting_actors_meeting ON meeting_actors (meeting_id)
--;
CREATE TABLE meeting_processes (
    meeting_id TEXT NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    process TEXT NOT NULL,
    sort_at TEXT NOT NULL,
    PRIMARY KEY (process, sort_at, meeting_id)
)
--;
CREATE INDEX meeting_processes_meeting ON meeting_processes (meeting_id)
--;
-- What was known when; `record` is NULL from when the meeting was withdrawn or joined another.
CREATE TABLE meeting_versions (
    meeting_id TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    record TEXT,
    PRIMARY KEY (meeting_id, recorded_at)
)
--;
-- To which meeting a claim belonged since when; NULL when it was taken back.
CREATE TABLE memberships (
    claim_id TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    article_id TEXT NOT NULL,
    meeting_id TEXT,
    PRIMARY KEY (claim_id, recorded_at)
)
--;
CREATE INDEX memberships_meeting ON memberships (meeting_id, recorded_at)
--;
-- Ids of meetings that joined another, or whose first claim was taken back.
CREATE TABLE meeting_aliases (
    alias TEXT PRIMARY KEY,
    meeting_id TEXT NOT NULL
)
--;
CREATE INDEX meeting_aliases_meeting ON meeting_aliases (meeting_id)
--;
-- What people decided; kept apart from what was read.
CREATE TABLE corrections (
    seq $SERIAL,
    id TEXT NOT NULL UNIQUE,
    record TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    undone_at BIGINT
)
--;
CREATE TABLE correction_claims (
    claim_id TEXT NOT NULL,
    correction_id TEXT NOT NULL,
    PRIMARY KEY (claim_id, correction_id)
)
--;
-- Who may do what only one may do at a time.
CREATE TABLE leases (
    name TEXT PRIMARY KEY,
    token TEXT NOT NULL,
    expires_at BIGINT NOT NULL
)
