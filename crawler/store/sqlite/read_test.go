package sqlite

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matn/crawler/store"
)

// closedStore is a store of one source that nobody has open.
func closedStore(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "articles.db")
	s := open(t, path)
	if _, err := s.PutSource(t.Context(), store.Source{Name: "a.example", Active: true}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func wantSources(t *testing.T, s store.Store) {
	t.Helper()
	if all, err := s.Sources(t.Context()); err != nil || len(all) != 1 {
		t.Errorf("sources: %v, %v", all, err)
	}
}

// A user who may not write there, which root may, has the second way of openRead.
func TestSQLite_AStoreOfAnotherUserIsRead(t *testing.T) {
	path := closedStore(t)
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Dir(path), 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(filepath.Dir(path), 0o700) }) // so that it can be removed
	s, err := Open(t.Context(), path, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	wantSources(t, s)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

func TestSQLite_AChangeThatCannotBeSeenIsTold(t *testing.T) {
	path := closedStore(t)
	for _, change := range []bool{false, true} {
		s, err := openStill(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		wantSources(t, s)
		if change {
			if err := os.Chtimes(path, time.Time{}, time.Now().Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Close(); (err != nil) != change {
			t.Errorf("changed %t: %v", change, err)
		}
	}
}

func TestSQLite_ALogThatCannotBeReadIsNotPassedOver(t *testing.T) {
	path := closedStore(t)
	if err := os.WriteFile(path+"-wal", []byte("a log"), 0o600); err != nil {
		t.Fatal(err)
	}
	if s, err := openStill(t.Context(), path); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("%v, %v", s, err)
	}
}
