package sqlite

import (
	"path/filepath"
	"testing"

	"matn/crawler/store"
	"matn/crawler/store/storetest"
)

func open(t *testing.T, path string) store.Store {
	t.Helper()
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSQLite_PassesTheSuite(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store { return open(t, filepath.Join(t.TempDir(), "articles.db")) })
}
