package train

import (
	"slices"
	"strings"
	"testing"

	"matn/clean/eval"
	"matn/clean/internal/dom"
	"matn/clean/internal/score"
	"matn/clean/internal/segment"
)

func TestScriptOf_MostLetters(t *testing.T) {
	for _, tt := range []struct {
		text string
		same string // in the same script
	}{
		{"وصل الوزير إلى 3 مدن (Reuters)", "ادامه مطلب"},
		{"The minister arrived", "Der Überblick"},
		{"2024 — 12:30", ""},
	} {
		if scriptOf([]string{tt.text}) != scriptOf([]string{tt.same}) {
			t.Errorf("%q and %q are of different scripts", tt.text, tt.same)
		}
	}
	if scriptOf([]string{"وصل"}) == scriptOf([]string{"came"}) {
		t.Error("Arabic and Latin are one script")
	}
}

// hostedOf puts a page of two lines of prose below a menu into a host.
func hostedOf(t *testing.T, body []string, lines ...string) []*example {
	t.Helper()
	var layout dom.Layout
	layout.Blocks = segment.Lines(append([]string{"Menu"}, body...)).Blocks
	f := &score.Features{}
	whole := newExample(eval.Page{Set: "set", ID: "page", Gold: eval.Gold{Body: eval.Field{Value: strings.Join(body, "\n"), Given: true}}}, 5)
	whole.judge(layout.Blocks)
	whole.measure(&layout, dom.Hints{}, f)
	return hostsOf([]host{{lines, scriptOf(lines)}}).hosted(whole, &layout, excerpts(whole.label, "page"), 5, f)
}

var twoLines = []string{
	"The cellars of the old town filled up before noon, and the market hall was closed by the mayor.",
	"Nobody was hurt, the mayor said, but the bridge stays shut until the river has gone down again.",
}

func TestHosted_BodyStandsTogetherAndTheHostIsChrome(t *testing.T) {
	menu := strings.Split(strings.Repeat("Home,World,Sport,Weather,", 5)+"Contact", ",")
	list := hostedOf(t, twoLines, menu...)
	if len(list) == 0 {
		t.Fatal("no example")
	}
	for _, e := range list {
		if !e.used || e.scope != scopeHosted || len(e.label) < len(menu)+len(twoLines) || len(e.rows) != len(e.label)*score.LineColumns1 {
			t.Fatalf("example %+v", e.label)
		}
		first := slices.Index(e.label, 1)
		if first < 0 || e.label[first+1] != 1 || sumOf(e.label) != 2 {
			t.Errorf("labels %v", e.label)
		}
		if again := hostedOf(t, twoLines, menu...); !slices.Equal(again[0].label, list[0].label) {
			t.Error("the same page stands elsewhere in the same host")
		}
	}
}

func sumOf(x []float32) (s float32) {
	for _, v := range x {
		s += v
	}
	return s
}

func TestHosted_VersesAndOtherScriptsAreLeftAlone(t *testing.T) {
	menu := strings.Split(strings.Repeat("Home,World,Sport,Weather,", 5), ",")
	if list := hostedOf(t, []string{"The river is wide,", "the ferry is slow,", "we wait on the side"}, menu...); list != nil {
		t.Errorf("%d examples of verses", len(list))
	}
	if list := hostedOf(t, twoLines, strings.Split(strings.Repeat("الرئيسية,رياضة,", 9), ",")...); list != nil {
		t.Errorf("%d examples among lines of another script", len(list))
	}
}

func TestReadHosts_ShortPagesAreNone(t *testing.T) {
	if _, err := readHosts(t.TempDir() + "/none"); err == nil {
		t.Error("hosts of a directory that does not exist")
	}
}
