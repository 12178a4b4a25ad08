-- The text index. The words come folded (service.domain.words), so that both engines find alike;
-- the configuration `simple` neither stems nor drops words.

CREATE TABLE article_search (
    number BIGINT PRIMARY KEY REFERENCES articles (number) ON DELETE CASCADE,
    words TSVECTOR NOT NULL
)
--;
CREATE INDEX article_search_words ON article_search USING gin (words)
