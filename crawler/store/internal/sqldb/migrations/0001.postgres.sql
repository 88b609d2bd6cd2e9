-- Full-text search over article.fold, which holds text that is folded already, so
-- that no dictionary is needed. A tsvector has room for a megabyte: of a text that is
-- longer than any article, the begin is found.
ALTER TABLE article ADD COLUMN folded tsvector
	GENERATED ALWAYS AS (to_tsvector('simple', left(fold, 200000))) STORED;
CREATE INDEX article_folded ON article USING gin (folded);
