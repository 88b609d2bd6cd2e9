package confidence_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"matn/clean/block"
	"matn/clean/internal/confidence"
)

// page is n kept blocks of 30 words between as many of chrome, with probability
// p of what they are.
func page(n int, p float32) []block.Block {
	var list []block.Block
	for range n {
		list = append(list, block.Block{Words: 6, Chars: 30, LinkChars: 30, P: 1 - p})
	}
	for range n {
		list = append(list, block.Block{Words: 30, Chars: 150, P: p, Kept: true})
	}
	return list
}

func TestOf_FallsWithWhatSpeaksAgainstTheBody(t *testing.T) {
	m, err := confidence.Load()
	if err != nil {
		t.Fatal(err)
	}
	of := func(blocks []block.Block, f confidence.Facts) (page, lines float64) {
		s := confidence.Read(blocks, f)
		return m.Page.Of(s), m.Lines.Of(s)
	}
	sure, sureLine := of(page(8, .98), confidence.Facts{Article: true})
	if sure < .9 || sureLine < .8 {
		t.Errorf("a clear article: %.3f and %.3f", sure, sureLine)
	}
	for name, c := range map[string]struct {
		blocks []block.Block
		facts  confidence.Facts
	}{
		"doubtful blocks":      {page(8, .6), confidence.Facts{Article: true}},
		"no article":           {page(8, .98), confidence.Facts{}},
		"a body of other size": {page(8, .98), confidence.Facts{Article: true, Bodies: []string{strings.Repeat("word ", 2000)}}},
	} {
		if p, _ := of(c.blocks, c.facts); p >= sure {
			t.Errorf("%s: %.3f, not below %.3f", name, p, sure)
		}
	}
	broken := page(8, .9)
	for i := 9; i < 15; i += 2 {
		broken[i].Kept = false
	}
	if p, l := of(broken, confidence.Facts{Article: true}); p >= sure || l >= sureLine {
		t.Errorf("a body with holes: %.3f and %.3f", p, l)
	}
}

func TestRead_IsFiniteWhateverThePage(t *testing.T) {
	for _, blocks := range [][]block.Block{nil, {{Kept: true}}, {{Words: 5}}, page(1, 1), page(3, 0)} {
		for i, v := range confidence.Read(blocks, confidence.Facts{Bodies: []string{""}}) {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Errorf("%d blocks: %s is %v", len(blocks), confidence.Names[i], v)
			}
		}
	}
}

func TestParse_ReadsWhatStringWrites(t *testing.T) {
	m, err := confidence.Load()
	if err != nil {
		t.Fatal(err)
	}
	again, err := confidence.Parse(m.String())
	if err != nil || *again != *m {
		t.Errorf("%v, %+v, want %+v", err, again, m)
	}
	lines := strings.Split(m.String(), "\n")
	for name, text := range map[string]string{
		"cut off": strings.Join(lines[:5], "\n"), "a row too many": m.String() + "links\t1\t1\n", "swapped": strings.Join(append([]string{lines[2]}, lines[1:]...), "\n"),
		"no number": strings.Replace(m.String(), "bias\t", "bias\tx", 1), "a column short": "bias\t1\n",
	} {
		if _, err := confidence.Parse(text); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func Example() {
	m, err := confidence.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	p := m.Page.Of(confidence.Read(page(8, .98), confidence.Facts{Article: true}))
	fmt.Println(p > .9)
	// Output: true
}
