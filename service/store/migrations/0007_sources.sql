-- What is watched: sources and the items they have shown; revisions of articles.

-- `record` is the source and `health` how it fares, as JSON; the columns beside them are asked for.
CREATE TABLE sources (
    id TEXT PRIMARY KEY,
    host TEXT NOT NULL,
    state TEXT NOT NULL,
    failures INTEGER NOT NULL,
    record TEXT NOT NULL,
    health TEXT NOT NULL,
    next_poll_at BIGINT NOT NULL,
    lease_until BIGINT NOT NULL DEFAULT 0,
    lease_token TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL
)
--;
CREATE INDEX sources_newest ON sources (created_at, id)
--;
CREATE INDEX sources_due ON sources (next_poll_at, id) WHERE state = 'active'
--;
-- From when on a host may be asked again: one request at a time, with some space between two.
CREATE TABLE source_hosts (
    host TEXT PRIMARY KEY,
    free_at BIGINT NOT NULL
)
--;
-- What a source has shown, by hashes of the guid and of the canonical URL.
CREATE TABLE source_items (
    source_id TEXT NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    digest TEXT NOT NULL,
    article_id TEXT,
    tries INTEGER NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (source_id, key)
)
--;
CREATE INDEX source_items_oldest ON source_items (seen_at)
--;
-- What an article said before it was edited, by when it was replaced.
CREATE TABLE article_revisions (
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    title TEXT,
    raw TEXT NOT NULL,
    replaced_at BIGINT NOT NULL,
    PRIMARY KEY (article_id, number)
)
--;
-- The texts that articles came to have; the first one's hash stands with the article.
CREATE TABLE article_texts (
    content_hash TEXT PRIMARY KEY,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE
)
--;
CREATE INDEX article_texts_article ON article_texts (article_id)
--;
-- 1 for what is kept without telling anybody, such as the past of a source that was just added.
ALTER TABLE journal ADD COLUMN quiet INTEGER NOT NULL DEFAULT 0
