package profile_test

import (
	"fmt"
	"testing"

	"matn/clean/block"
	"matn/clean/profile"
)

// Under its headlines a template prints a summary, another one each time, which
// the model takes for text every third time.
func TestMark_SlotWithoutTextOnMostPagesHasNone(t *testing.T) {
	const slot = 14
	summary := func(i int, p float32) (string, []block.Block) {
		title := fmt.Sprint("Day ", i)
		return title, append([]block.Block{line(slot, p, "What was said in town on the "+title+" of the year")}, news(title)...)
	}
	unsure := func(i int) (string, []block.Block) { return summary(i, []float32{.4, .45, .6}[i%3]) }
	tests := []struct {
		name  string
		learn func(i int) (string, []block.Block)
		n     int
		p     float32
		kept  bool
	}{
		{"two of three have none", unsure, 6, .7, false},
		{"one story is no vote", unsure, 1, .7, true},
		{"the model is sure of this one", unsure, 6, .95, true},
		{"most have text", func(i int) (string, []block.Block) { return summary(i, .7) }, 6, .7, true},
	}
	for _, tt := range tests {
		p := &profile.Profile{}
		learn(p, tt.n, tt.learn)
		title, blocks := summary(100, tt.p)
		p.Mark(blocks, profile.About{Title: title})
		if b := blocks[0]; b.Kept != tt.kept {
			t.Errorf("%s: kept %v, %v for %+v", tt.name, b.Kept, b.Role, b.Reason)
		}
		if r := blocks[0].Reason; !tt.kept && (r.Stage != block.Profile || r.Count != 4 || r.Of != 7) {
			t.Errorf("%s: %+v, want 4 of 7", tt.name, r)
		}
		again := &profile.Profile{}
		if err := again.UnmarshalBinary(bytesOf(t, p)); err != nil {
			t.Fatal(err)
		}
		title, blocks = summary(100, tt.p)
		if again.Mark(blocks, profile.About{Title: title}); blocks[0].Kept != tt.kept {
			t.Errorf("%s: the profile forgot it in its file", tt.name)
		}
	}
	// What memory strips does not teach it to strip more.
	p := &profile.Profile{}
	learn(p, 6, unsure)
	for i := 100; i < 130; i++ {
		title, blocks := summary(i, .7)
		p.Learn(p.Mark(blocks, profile.About{Title: title}).Page)
	}
	title, blocks := summary(200, .7)
	if p.Mark(blocks, profile.About{Title: title}); !blocks[0].Kept {
		t.Errorf("thirty stories with text did not change the vote: %+v", blocks[0].Reason)
	}
}
