package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"matn/clean"
)

func TestIsJSONLines_ByTheKeysOfTheFirstObject(t *testing.T) {
	tests := []struct {
		head string
		want bool
	}{
		{`{"url":"u","html":"<p>"}`, true},
		{`{"id": 1, "more": {"deep": [1, 2]}, "text": "cut off before its en`, true},
		{`{"html_base64":"PGg+"}`, true},
		{`{"url":"u","title":"no page in it"}`, false},
		{`{"url":"u"`, false},
		{`{`, false},
		{`[{"html":""}]`, false},
		{`{word} in braces`, false},
		{``, false},
	}
	for _, tt := range tests {
		if got := isJSONLines([]byte(tt.head)); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.head, got, tt.want)
		}
	}
}

// lineTasks reads a file of lines, going on behind a place where resumed.
func lineTasks(t testing.TB, path string, max int64, resumed bool, after place) []task {
	t.Helper()
	c, err := clean.New(clean.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := &source{cleaner: &siteCleaner{Cleaner: c}, kind: kindJSONL, maxBytes: max, resumed: resumed, after: after}
	var all []task
	for task := range s.tasks([]inputFile{{path: path}}, true) {
		all = append(all, task)
	}
	return all
}

func TestJSONLines_LineOverTheLimitCostsItself(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pages.jsonl")
	long := `{"text":"` + strings.Repeat("x", 100_000) + `"}`
	if err := os.WriteFile(path, []byte(long+"\n{\"text\":\"short\"}"), 0o666); err != nil {
		t.Fatal(err)
	}
	tasks := lineTasks(t, path, 1000, false, place{})
	if len(tasks) != 2 {
		t.Fatalf("%d tasks, want 2", len(tasks))
	}
	_, err := tasks[0].clean(context.Background())
	if limit := (*clean.LimitError)(nil); !errors.As(err, &limit) {
		t.Errorf("first line: %v", err)
	}
	if _, err := tasks[1].clean(context.Background()); err != nil && !errors.Is(err, clean.ErrNoContent) {
		t.Errorf("second line: %v", err)
	}
}

func FuzzJSONLines(f *testing.F) {
	f.Add([]byte("{\"id\":\"a\",\"html\":\"<p>x\"}\n\n{\"text\":null}\r\n{"), uint8(1))
	f.Add([]byte("{\"html_base64\":\"!\"}\n"), uint8(0))
	f.Fuzz(func(t *testing.T, data []byte, cut uint8) {
		path := filepath.Join(t.TempDir(), "pages.jsonl")
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
		all := lineTasks(t, path, 1<<20, false, place{})
		for i, task := range all {
			if i > 0 && task.at.compare(all[i-1].at) <= 0 {
				t.Errorf("line %d at %v, behind one at %v", i, task.at, all[i-1].at)
			}
			if !bytes.HasPrefix(data[task.at.Offset:], []byte("{")) {
				continue // no object: told when it is cleaned
			}
			_, _ = task.clean(context.Background()) // any error will do, a panic will not
		}
		if len(all) == 0 {
			return
		}
		n := int(cut) % len(all)
		if rest := lineTasks(t, path, 1<<20, true, all[n].at); len(rest) != len(all)-n-1 {
			t.Errorf("%d lines behind line %d of %d", len(rest), n, len(all))
		}
	})
}
