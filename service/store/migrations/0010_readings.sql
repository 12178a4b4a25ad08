-- What was read in an article before another reading took its place; its text then is a revision.

CREATE TABLE article_readings (
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    replaced_at BIGINT NOT NULL,
    reading TEXT NOT NULL,
    PRIMARY KEY (article_id, replaced_at)
)
