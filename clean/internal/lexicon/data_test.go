package lexicon

import (
	"strings"
	"testing"
	"testing/fstest"

	"matn/clean/block"
)

func TestLoad_EmbeddedDataIsValid(t *testing.T) {
	tab, err := load(embedded)
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for i := range tab.entries {
		if e := &tab.entries[i]; e.role.Chrome() || e.role.Field() && e.part <= partWhole {
			count[e.lang]++
		}
	}
	least := map[string]int{"ar": 450, "fa": 80, "ur": 80, "en": 80, "fr": 80, "de": 80, "es": 80, "tr": 80}
	for lang, n := range least {
		if count[lang] < n {
			t.Errorf("%s has %d phrases, want %d", lang, count[lang], n)
		}
	}
	t.Logf("%d entries, %d nodes, phrases by language %v", len(tab.entries), len(tab.nodes), count)
}

func TestLoad_EveryLanguageNamesTheMainRoles(t *testing.T) {
	tab, _ := load(embedded)
	has := map[string]map[block.Role]bool{}
	for i := range tab.entries {
		e := &tab.entries[i]
		if has[e.lang] == nil {
			has[e.lang] = map[block.Role]bool{}
		}
		has[e.lang][e.role] = true
	}
	main := []block.Role{
		block.RoleRelated, block.RoleMostRead, block.RoleShare, block.RoleFollow, block.RoleSubscribe,
		block.RoleCommentPrompt, block.RoleNavigation, block.RoleLegal, block.RoleFooter, block.RoleAdvert,
		block.RoleByline, block.RoleSource, block.RoleCaption, block.RoleTags, block.RoleDate,
	}
	for lang, roles := range has {
		for _, r := range main {
			if lang != "all" && !roles[r] {
				t.Errorf("%s has no phrase for %v", lang, r)
			}
		}
	}
}

func TestLoad_DatelineWordsHoldNoNumber(t *testing.T) {
	// Numbers are all one word once normalised, so a paper called 24 would make
	// every number a paper.
	tab, _ := load(embedded)
	for p := partAgency; p < partCount; p++ {
		if e := tab.ending(tab.step(rootForward, numberWord), p); e != nil {
			t.Errorf("%s is a number", e.id)
		}
	}
}

func TestLoad_ErrorsNameFileAndLine(t *testing.T) {
	const good = "whole\trelated\tcertain\tread also\tusage\n"
	tests := []struct{ rule, row, want string }{
		{"unknown shape", "hole\trelated\tcertain\tsee also\tusage", `unknown shape "hole"`},
		{"unknown role", "whole\trelatives\tcertain\tsee also\tusage", `unknown role "relatives"`},
		{"role unknown is no role", "whole\tunknown\tcertain\tsee also\tusage", `unknown role "unknown"`},
		{"unknown condition", "whole\trelated\tsure\tsee also\tusage", `unknown condition "sure"`},
		{"no condition", "whole\trelated\t\tsee also\tusage", `unknown condition ""`},
		{"no source", "whole\trelated\tcertain\tsee also", "got 4 fields"},
		{"too many fields", "whole\trelated\tcertain\tsee also\tusage\tmore", "more than 5 fields"},
		{"empty phrase", "whole\trelated\tcertain\t\tusage", "may be empty"},
		{"phrase of punctuation", "whole\trelated\tcertain\t***\tusage", "no letter or digit"},
		{"empty choice", "whole\trelated\tcertain\tsee [also|]\tusage", "empty choice"},
		{"all optional", "whole\trelated\tcertain\t(see) (also)\tusage", "may be empty"},
		{"open bracket", "whole\trelated\tcertain\tsee (also\tusage", "no closing )"},
		{"gap first", "prefix\trelated\tcertain\t~ also\tusage", "begins or ends with ~"},
		{"gap last", "prefix\trelated\tcertain\tsee ~\tusage", "begins or ends with ~"},
		{"too many forms", "whole\trelated\tcertain\ta|b|c a|b|c a|b|c a|b|c a|b|c\tusage", "more than 200"},
		{"duplicate", "whole\trelated\tcertain\tRead  ALSO!\tusage", "is in en/related:read also"},
		{"another role", "whole\tshare\tcertain\tread also\tusage", "is related already, by en/related:read also"},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			fsys := fstest.MapFS{"data/en/a.txt": {Data: []byte("# comment\n\n" + good + tt.row + "\n")}}
			tab, err := load(fsys)
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "lexicon: data/en/a.txt:4: ") {
				t.Errorf("load = %v, want %q at data/en/a.txt:4", err, tt.want)
			}
			if len(tab.entries) != 1 {
				t.Errorf("%d entries survive, want the good one", len(tab.entries))
			}
		})
	}
}

func TestPattern_StandsForItsPhrases(t *testing.T) {
	tests := []struct {
		pattern string
		yes, no []string
	}{
		{"share this|the article", []string{"Share this article", "share THE article."}, []string{"share article", "share this"}},
		{"share (this) article", []string{"share article", "share this article"}, []string{"share the article"}},
		{"share [this article|page]", []string{"share this article", "share page"}, []string{"share", "share this page"}},
		{"follow ~ on google", []string{"follow us on google", "follow the daily news paper on google"}, []string{"follow on google", "follow a b c d e on google"}},
		{"0 comments", []string{"12 comments", "1,204 comments"}, []string{"comments", "no comments"}},
		{"e-mail us", []string{"e mail us", "E-Mail us"}, []string{"email us"}},
		{"0 (0) views", []string{"3 4 views", "5 views"}, []string{"views"}},
	}
	for _, tt := range tests {
		fsys := fstest.MapFS{"data/en/a.txt": {Data: []byte("whole\tshare\tcertain\t" + tt.pattern + "\tusage\n")}}
		tab, err := load(fsys)
		if err != nil {
			t.Fatal(err)
		}
		match := func(s string) bool {
			var l line
			l.scan(s)
			m := matching{table: tab, line: &l}
			m.forward()
			return m.best != nil
		}
		for _, s := range tt.yes {
			if !match(s) {
				t.Errorf("%q does not match %q", tt.pattern, s)
			}
		}
		for _, s := range tt.no {
			if match(s) {
				t.Errorf("%q matches %q", tt.pattern, s)
			}
		}
	}
}

func TestEdgeSet_GrowsAndKeepsEveryEdge(t *testing.T) {
	s := newEdgeSet(4)
	for i := int32(1); i < 1000; i++ {
		s.put(edge(i, uint64(i)*7+1), i)
	}
	for i := int32(1); i < 1000; i++ {
		if got, ok := s.get(edge(i, uint64(i)*7+1)); !ok || got != i {
			t.Fatalf("edge %d = %d, %v", i, got, ok)
		}
	}
	if _, ok := s.get(edge(5, 5)); ok {
		t.Error("an edge that was never put is there")
	}
}

func FuzzPattern(f *testing.F) {
	for _, s := range []string{"a|b (c) ~ [d e|f]", "(", "[|]", "~", "٣ ~ تعليق", "(a) (b)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		tab := newTable()
		err := tab.add(entry{lang: "en", part: partWhole, role: block.RoleShare, phrase: s})
		if err == nil && len(tab.ends) == 0 {
			t.Errorf("%q parsed to nothing", s)
		}
	})
}
