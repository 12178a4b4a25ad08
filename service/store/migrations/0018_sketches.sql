-- By what else copies of a story are known: a sketch of the words, and who told it first.
ALTER TABLE stories ADD COLUMN sketch TEXT NOT NULL DEFAULT ''
--;
ALTER TABLE stories ADD COLUMN origin TEXT
--;
ALTER TABLE stories ADD COLUMN credited INTEGER NOT NULL DEFAULT 0
--;
CREATE TABLE bands (
    band TEXT NOT NULL,
    article_id TEXT NOT NULL,
    PRIMARY KEY (band, article_id)
)
--;
CREATE INDEX bands_article ON bands (article_id)
