package score

import (
	"math"
	"slices"
	"testing"

	"matn/clean/block"
	"matn/clean/internal/dom"
	"matn/clean/internal/segment"
)

// riverP is what stage 1 may think of the blocks of river, whose words are
// 1 1 5 23 19 3 17 2.
var riverP = [...]float32{0.125, 0.125, 0.75, 0.875, 0.75, 0.5, 0.75, 0.25}

func TestStack_ByHand(t *testing.T) {
	s := readSheet(cutPage(t, river), dom.Hints{}, riverP[:])
	// words times P
	menu, h1, one, two, h2, three, foot := 0.25, 3.75, 20.125, 14.25, 1.5, 12.75, 0.5
	mass := menu + h1 + one + two + h2 + three + foot
	f := func(x float64) float32 { return float32(x) }
	s.check(t, []want{
		{"One", "stack: P", 0.875},
		{"One", "stack: P before 1", 0.75},
		{"One", "stack: P before 4", 0},
		{"One", "stack: P behind 2", 0.5},
		{"Home", "stack: P of 6 before, by words", 0},
		{"©", "stack: P of 6 before, by words", f((mass - foot - 0.125) / 68)},
		{"One", "stack: P of 20 behind, by words", f((two + h2 + three + foot) / 41)},
		{"One", "stack: P of container 1", (0.75 + 0.875 + 0.75 + 0.5 + 0.75) / 5},
		{"One", "stack: P by words of container 1", f((h1 + one + two + h2 + three) / 67)},
		{"One", "stack: share of the mass of container 1", f((h1 + one + two + h2 + three) / mass)},
		{"Home", "stack: P by words of container 1", 0.125},
		{"One", "stack: P of the tag path", (0.875 + 0.75 + 0.75) / 3},
		{"One", "stack: P of the tag path, by words", f((one + two + three) / 59)},
		{"One", "stack: share of the tag path in the mass", f((one + two + three) / mass)},
		{"Home", "stack: P of the heading above", 0},
		{"Home", "stack: P of the section before, by words", noSection},
		{"Home", "stack: P of the section behind, by words", f((one + two) / 42)},
		{"Two", "stack: P of the section, by words", f((one + two) / 42)},
		{"Two", "stack: words of the section", 42},
		{"Two", "stack: P of the heading above", 0.75},
		{"Three", "stack: P of the heading above", 0.5},
		{"Three", "stack: P of the section behind, by words", noSection},
		{"One", "stack: share of the mass before", f((menu + h1) / mass)},
		{"One", "stack: share of the mass behind", f((two + h2 + three + foot) / mass)},
		{"One", "stack: blocks back to a likely one", farYes},
		{"Two", "stack: blocks back to a likely one", 1},
		{"Home", "stack: blocks on to a likely one", 3},
		{"©", "stack: blocks on to a likely one", farYes},
		{"One", "stack: P of the page, by words", f(mass / 71)},
		{"One", "stack: mass of the page", f(mass)},
		{"One", "stack: share of words in likely blocks", 64. / 71},
		{"One", "stack: greatest P of the page", 0.875},
		{"One", "stack: words of likely blocks / mass", f(64 / mass)},
		{"Home", "stack: greatest share of the mass of a container 1", f((h1 + one + two + h2 + three) / mass)},
		{"Home", "stack: mass of container 1 / the greatest", f(menu / (h1 + one + two + h2 + three))},
		{"One", "stack: mass of container 1 / the greatest", 1},
		{"One", "stack: greatest share of the mass of a container 2", f((h1 + one + two + h2 + three + foot) / mass)},
	})
}

// TestStacker_GivesTheColumnsOfRows holds that training and scoring see the same.
func TestStacker_GivesTheColumnsOfRows(t *testing.T) {
	s := readSheet(cutPage(t, river), dom.Hints{}, riverP[:])
	f := &Features{}
	f.Read(cutPage(t, river), dom.Hints{})
	shape := f.Shape().Clone()
	out := make([]float32, len(riverP)*StackColumns)
	var k Stacker
	for range 2 { // scratch that was used does not show
		k.Columns(out, &shape, riverP[:])
		for i := range riverP {
			got, want := out[i*StackColumns:(i+1)*StackColumns], s.rows[i*s.width+Columns1:(i+1)*s.width]
			if !slices.Equal(got, want) {
				t.Fatalf("block %d: %v, want %v", i, got, want)
			}
		}
	}
}

func TestStacker_GivesTheColumnsOfLines(t *testing.T) {
	p := []float32{0.125, 0.25, 0.875, 0.5, 0.75, 0.25, 0.125}
	l := segment.Lines(bulletin)
	s := readSheet(l, dom.Hints{}, p)
	f := &Features{}
	f.Read(l, dom.Hints{})
	shape := f.Shape().Clone()
	out := make([]float32, len(p)*shape.Width())
	var k Stacker
	k.Columns(out, &shape, p)
	for i := range p {
		got, want := out[i*LineStackColumns:(i+1)*LineStackColumns], s.rows[i*s.width+LineColumns1:(i+1)*s.width]
		if !slices.Equal(got, want) {
			t.Fatalf("line %d: %v, want %v", i, got, want)
		}
	}
	// words: 1 1 | 51 1 51 | 1 1; words times P
	mass := float32(0.125+0.25+0.25+0.125+0.5) + 51*(0.875+0.75)
	s.check(t, []want{
		{"Home", "stack: P", 0.125},
		{"kkk", "stack: P before 2", 0.25},
		{"kkk", "stack: P behind 1", 0.75},
		{"kkk", "stack: P of 3 before", (0.125 + 0.25 + 0.875) / 3},
		{"kkk", "stack: P of 3 before, by words", (0.125 + 0.25 + 51*0.875) / 53},
		{"Home", "stack: P of lines that look alike", 0.75 / 4},
		{"Home", "stack: P of near lines that look alike", 0.625 / 3},
		{"kkk", "stack: P of near lines that look alike", -1},
		{"Home", "stack: inside the likely run", 0},
		{"kkk", "stack: inside the likely run", 1},
		{"kkk", "stack: lines since the likely run began", 1},
		{"kkk", "stack: share of the likely run in the mass", (0.5 + 51*(0.875+0.75)) / mass},
		{"kkk", "stack: mass of the text", mass},
		{"kkk", "stack: lines back to a likely one", 1},
		{"Home", "stack: likely lines / lines", 2. / 7},
	})
}

func TestClone_SharesNoMemory(t *testing.T) {
	f := &Features{}
	f.Read(cutPage(t, river), dom.Hints{})
	a, b := f.Shape().Clone(), f.Shape().Clone()
	f.Read(cutPage(t, "<p>another"), dom.Hints{})
	for k := range f.Shape().Conts {
		f.Shape().Conts[k][0] = 77
	}
	f.Shape().Words[0], f.Shape().Heading[0], f.Shape().Path[0] = 99, true, 55
	if !equalShapes(&a, &b) || len(a.Words) != len(riverP) || a.Words[0] != 1 || a.Heading[0] {
		t.Errorf("a clone changed with its scratch: %v", a)
	}
}

func equalShapes(a, b *Shape) bool {
	for k := range a.Conts {
		if !slices.Equal(a.Conts[k], b.Conts[k]) {
			return false
		}
	}
	return slices.Equal(a.Words, b.Words) && slices.Equal(a.Heading, b.Heading) &&
		slices.Equal(a.Path, b.Path) && a.Paths == b.Paths && a.Elems == b.Elems
}

// TestStack_FlatText holds that lines which look alike are one group.
func TestStack_FlatText(t *testing.T) {
	var l dom.Layout
	for range 3 {
		l.Blocks = append(l.Blocks, block.Block{Text: "a line of ten words", Words: 10, Chars: 15, Elem: -1})
	}
	s := readSheet(&l, dom.Hints{}, []float32{0.25, 0.5, 0.75})
	for i := range 3 {
		for _, c := range []string{"stack: P of lines that look alike", "stack: P of lines that look alike, by words", "stack: P of the text, by words"} {
			if got := s.rows[i*s.width+s.at[c]]; math.Abs(float64(got-0.5)) > 1e-6 {
				t.Errorf("%q of line %d is %v, want 0.5", c, i, got)
			}
		}
	}
}
