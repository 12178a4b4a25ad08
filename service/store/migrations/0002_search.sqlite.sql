-- The text index. The words come folded (service.domain.words), so that both engines find alike;
-- the tokenizer has only the spaces left to see. A row's rowid is its article's number.

CREATE VIRTUAL TABLE article_search USING fts5 (
    title, body, tokenize = 'unicode61 remove_diacritics 0'
)
--;
CREATE TRIGGER articles_search_removed AFTER DELETE ON articles BEGIN
    DELETE FROM article_search WHERE rowid = OLD.number;
END
