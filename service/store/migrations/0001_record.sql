-- What was read: articles, who acts in them, what they say; the journal that the monitor follows.

CREATE TABLE articles (
    -- joins the text index, which knows its rows by number
    number $SERIAL,
    id TEXT NOT NULL UNIQUE,
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
    -- whether sort_at tells when it was published
    dated INTEGER NOT NULL,
    relevant INTEGER NOT NULL,
    extractor TEXT NOT NULL,
    knowledge TEXT NOT NULL,
    -- what lists show, as JSON, so that a page of a list reads no long text
    summary TEXT NOT NULL,
    raw TEXT NOT NULL,
    reading TEXT NOT NULL
)
--;
CREATE INDEX articles_newest ON articles (sort_at, id)
--;
CREATE INDEX articles_relevant ON articles (relevant, sort_at, id)
--;
CREATE INDEX articles_publisher ON articles (publisher, sort_at, id)
--;
CREATE INDEX articles_language ON articles (language, sort_at, id)
--;
CREATE INDEX articles_source ON articles (source, sort_at, id)
--;
CREATE INDEX articles_received ON articles (received_at)
--;
CREATE INDEX articles_reading ON articles (extractor, knowledge, id)
--;
-- The order of lists stands in the links too: the articles of an actor are a range of its key.
CREATE TABLE article_actors (
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    actor_id TEXT NOT NULL,
    sort_at BIGINT NOT NULL,
    PRIMARY KEY (actor_id, sort_at, article_id)
)
--;
CREATE UNIQUE INDEX article_actors_article ON article_actors (article_id, actor_id)
--;
CREATE TABLE article_processes (
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    process TEXT NOT NULL,
    sort_at BIGINT NOT NULL,
    PRIMARY KEY (process, sort_at, article_id)
)
--;
CREATE UNIQUE INDEX article_processes_article ON article_processes (article_id, process)
--;
CREATE TABLE actors (
    -- made of the slug, so that one unique key serves both: with two, PostgreSQL can run into a
    -- deadlock when transactions add the same actors
    id TEXT PRIMARY KEY,
    slug TEXT NOT NULL,
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    country TEXT,
    discovered INTEGER NOT NULL,
    -- all names, folded, a line each, with a space before each word: a word's start is findable
    names TEXT NOT NULL,
    record TEXT NOT NULL,
    first_seen_at BIGINT
)
--;
CREATE INDEX actors_name ON actors (name, id)
--;
CREATE INDEX actors_type ON actors (type, name, id)
--;
CREATE INDEX actors_country ON actors (country, name, id)
--;
CREATE INDEX actors_seen ON actors (first_seen_at, id)
--;
CREATE TABLE mentions (
    id TEXT PRIMARY KEY,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    type TEXT NOT NULL,
    modality TEXT NOT NULL,
    background INTEGER NOT NULL,
    -- its date, else the day its article is listed under
    happened_on TEXT NOT NULL,
    -- its article's
    sort_at BIGINT NOT NULL,
    record TEXT NOT NULL
)
--;
CREATE INDEX mentions_article ON mentions (article_id)
--;
CREATE INDEX mentions_newest ON mentions (sort_at, id)
--;
CREATE INDEX mentions_type ON mentions (type, sort_at, id)
--;
CREATE TABLE mention_actors (
    mention_id TEXT NOT NULL REFERENCES mentions (id) ON DELETE CASCADE,
    actor_id TEXT NOT NULL,
    sort_at BIGINT NOT NULL,
    PRIMARY KEY (actor_id, sort_at, mention_id)
)
--;
CREATE UNIQUE INDEX mention_actors_mention ON mention_actors (mention_id, actor_id)
--;
CREATE TABLE mention_processes (
    mention_id TEXT NOT NULL REFERENCES mentions (id) ON DELETE CASCADE,
    process TEXT NOT NULL,
    sort_at BIGINT NOT NULL,
    PRIMARY KEY (process, sort_at, mention_id)
)
--;
CREATE UNIQUE INDEX mention_processes_mention ON mention_processes (mention_id, process)
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
