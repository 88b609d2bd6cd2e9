-- Full-text search over article.fold, which holds text that is folded already.
CREATE VIRTUAL TABLE article_words USING fts5(
	fold, content='article', content_rowid='id', tokenize="unicode61 remove_diacritics 0"
);
CREATE TRIGGER article_words_insert AFTER INSERT ON article BEGIN
	INSERT INTO article_words (rowid, fold) VALUES (new.id, new.fold);
END;
CREATE TRIGGER article_words_delete AFTER DELETE ON article BEGIN
	INSERT INTO article_words (article_words, rowid, fold) VALUES ('delete', old.id, old.fold);
END;
CREATE TRIGGER article_words_update AFTER UPDATE OF fold ON article WHEN old.fold <> new.fold BEGIN
	INSERT INTO article_words (article_words, rowid, fold) VALUES ('delete', old.id, old.fold);
	INSERT INTO article_words (rowid, fold) VALUES (new.id, new.fold);
END;
