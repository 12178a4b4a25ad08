-- What was read: articles, who acts in them, what they say; the journal that the monitor follows.

CREATE TABLE articles (
    id TEXT PRIMARY KEY,
    content_hash TEXT NOT NULL UNIQUE,
    url TEXT,
    canonical_url TEXT UNIQUE,
    source TEXT,
    title TEXT,
    publisher TEXT,
    language TEXT NOT NULL,
    published_on TEXT,
    published_at BIGINT,
    received_at BIGINT NOT NULL,
    -- published_at, else the start of published_on, else received_at: the order of lists
    sort_at BIGINT NOT NULL,
    relevant INTEGER NOT NULL,
    extractor TEXT NOT NULL,
    knowledge TEXT NOT NULL,
    raw TEXT NOT NULL,
    reading TEXT NOT NULL
)
--;
CREATE INDEX articles_newest ON articles (sort_at, id)
--;
CREATE INDEX articles_relevant ON articles (relevant, sort_at, id)
--;
CREATE TABLE article_actors (
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    actor_id TEXT NOT NULL,
    PRIMARY KEY (actor_id, article_id)
)
--;
CREATE INDEX article_actors_article ON article_actors (article_id)
--;
CREATE TABLE article_processes (
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    process TEXT NOT NULL,
    PRIMARY KEY (process, article_id)
)
--;
CREATE INDEX article_processes_article ON article_processes (article_id)
--;
CREATE TABLE actors (
    id TEXT PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    country TEXT,
    discovered INTEGER NOT NULL,
    -- all names, folded to lower-case ASCII and joined by newlines, for search
    names TEXT NOT NULL,
    record TEXT NOT NULL,
    first_seen_at BIGINT
)
--;
CREATE INDEX actors_name ON actors (name, id)
--;
CREATE TABLE mentions (
    id TEXT PRIMARY KEY,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    type TEXT NOT NULL,
    modality TEXT NOT NULL,
    background INTEGER NOT NULL,
    sort_at BIGINT NOT NULL,
    record TEXT NOT NULL
)
--;
CREATE INDEX mentions_article ON mentions (article_id)
--;
CREATE INDEX mentions_newest ON mentions (sort_at, id)
--;
CREATE TABLE mention_actors (
    mention_id TEXT NOT NULL REFERENCES mentions (id) ON DELETE CASCADE,
    actor_id TEXT NOT NULL,
    PRIMARY KEY (actor_id, mention_id)
)
--;
CREATE INDEX mention_actors_mention ON mention_actors (mention_id)
--;
-- One row per change of an article, in the order in which the monitor must take them.
CREATE TABLE journal (
    seq $SERIAL,
    article_id TEXT NOT NULL,
    change TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
)
--;
-- How far a follower has come: the monitor in the journal, the fan-out in the events.
CREATE TABLE cursors (
    name TEXT PRIMARY KEY,
    seq BIGINT NOT NULL
)
--;
CREATE TABLE events (
    seq $SERIAL,
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    subject TEXT NOT NULL,
    article_id TEXT,
    occurred_at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    dedupe_key TEXT NOT NULL UNIQUE,
    facts TEXT NOT NULL,
    payload $BYTES NOT NULL
)
--;
CREATE INDEX events_subject ON events (subject, seq)
