package train

import (
	"slices"
	"strings"
	"testing"

	"matn/clean"
)

// TestExcerpts_FewLinesAround holds that such a text has the whole body, and of what
// stands around it no more than it may, from no farther than it may.
func TestExcerpts_FewLinesAround(t *testing.T) {
	label := make([]float32, 100)
	for i := 40; i < 50; i++ {
		label[i] = 1
	}
	label[45] = 0
	seen := 0
	for _, id := range strings.Split("abcdefghijklmnop", "") {
		list := excerpts(label, id)
		if again := excerpts(label, id); !slices.EqualFunc(list, again, func(a, b excerpt) bool { return slices.Equal(a.take, b.take) }) {
			t.Fatal("the same page gives other excerpts")
		}
		for _, x := range list {
			if x.scope != scopeFew {
				continue
			}
			seen++
			body := 0
			for _, i := range x.take {
				body += int(label[i])
			}
			if body != 9 || len(x.take) == 9 || len(x.take) > 9+1+2*fewMost || x.take[0] < 40-fewReach || x.take[len(x.take)-1] >= 50+fewReach {
				t.Errorf("%s: lines %v", id, x.take)
			}
		}
	}
	if seen < 16 {
		t.Errorf("%d texts of 16 pages", seen)
	}
}

// TestScoreFew_CountsEveryLine on a corpus of fixtures.
func TestScoreFew_CountsEveryLine(t *testing.T) {
	o := Options{Corpus: corpus(t), Folds: 2}
	c, err := clean.New(clean.Options{})
	if err != nil {
		t.Fatal(err)
	}
	m, err := scoreFew([]string{"one", "two"}, []*clean.Cleaner{c, c}, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range m.Rows {
		if v := r.Values; len(v) != len(m.Columns) || v[0] == 0 || v[2] == 0 || v[4] == 0 || v[3] > 0.9 || v[5] > 0.5 {
			t.Errorf("%s: %v", r.Name, v)
		}
	}
	if _, err := scoreFew([]string{"none"}, nil, o); err == nil {
		t.Error("a set that is missing is scored")
	}
}
