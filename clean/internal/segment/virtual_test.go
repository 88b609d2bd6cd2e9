package segment_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"matn/clean/block"
	"matn/clean/internal/segment"
)

const story = "The council met on Monday and agreed on the plan for the harbour. Work begins in spring."

func TestHTML_BodiesGivenAsData(t *testing.T) {
	other := "Another text of more than twelve words that the page does not show anywhere at all, in truth."
	tests := []struct {
		name, page string
		bodies     []string
		want       string
	}{
		{"not shown: virtual blocks behind the others", "<p>Menu", []string{story + "\n\n" + other}, "p: Menu\np virtual: " + story + "\np virtual: " + other},
		{"shown: none", "<div>" + strings.ReplaceAll(story, ". ", ".<br>"), []string{story}, "p: The council met on Monday and agreed on the plan for the harbour.\np br: Work begins in spring."},
		{"shown in part: the page has less than half", "<p>The council met on Monday", []string{story}, "p: The council met on Monday\np virtual: " + story},
		{"too short to be a body", "<p>Menu", []string{"The council met."}, "p: Menu"},
		{"HTML", "<p>Menu", []string{"<p>" + story + "</p><h2>Next</h2>"}, "p: Menu\np virtual: " + story + "\nh2 virtual: Next"},
		{"HTML of void tags alone", "<p>Menu", []string{story + "<br><br>" + other}, "p: Menu\np virtual: " + story + "\np virtual: " + other},
		{"HTML without end tags", "<p>Menu", []string{"<p>" + story + "<p>" + other}, "p: Menu\np virtual: " + story + "\np virtual: " + other},
		{"escaped HTML", "<p>Menu", []string{"&lt;p&gt;" + story + "&lt;/p&gt;&lt;p&gt;A &amp;amp; B&lt;/p&gt;"}, "p: Menu\np virtual: " + story + "\np virtual: A & B"},
		{"entities in plain text", "<p>Menu", []string{"Tom &amp; Ann: " + story}, "p: Menu\np virtual: Tom & Ann: " + story},
		{"entities in plain text, escaped twice", "<p>Menu", []string{"&amp;Eacute;cole &amp; lyc&amp;eacute;e: " + story}, "p: Menu\np virtual: École & lycée: " + story},
		{"less-than in plain text", "<p>Menu", []string{"1 < 2 and a <b: " + story}, "p: Menu\np virtual: 1 < 2 and a <b: " + story},
		{"the same twice", "<p>Menu", []string{story, story}, "p: Menu\np virtual: " + story},
		{"two texts", "<p>Menu", []string{story, other}, "p: Menu\np virtual: " + story + "\np virtual: " + other},
		{"nothing", "<p>Menu", []string{""}, "p: Menu"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			blocks := cut(t, tt.page, tt.bodies...)
			if got := strings.TrimSpace(outline(blocks)); got != tt.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, tt.want)
			}
			for _, b := range blocks {
				if b.Virtual != (b.Elem == -1) {
					t.Errorf("%q: virtual %t, element %d", b.Text, b.Virtual, b.Elem)
				}
			}
		})
	}
}

func TestHTML_OnlyTheLongestBodiesCount(t *testing.T) {
	var bodies []string
	for i := range 40 {
		bodies = append(bodies, strings.Repeat(fmt.Sprintf("word%02d of%02d body%02d ", i, i, i), 20-i%20))
	}
	n := 0
	for _, b := range cut(t, "<p>Menu", bodies...) {
		if b.Virtual {
			n++
			if b.Words < 3*17 {
				t.Errorf("a body of %d words", b.Words)
			}
		}
	}
	if n != 8 {
		t.Errorf("%d bodies, want 8", n)
	}
}

func TestText_ABlockALine(t *testing.T) {
	l := segment.Text("  one  two \r\n\n \u200f\n<b>three</b> &amp;\u0000\nأربعة")
	got := outline(l.Blocks)
	if want := "p: one two\np: <b>three</b> &amp;\np: أربعة\n"; got != want || l.Printed {
		t.Errorf("got, printed %v:\n%swant:\n%s", l.Printed, got, want)
	}
	if want := []int32{1, 4, 5}; !slices.Equal(l.Lines, want) {
		t.Errorf("blocks begin at lines %v, want %v", l.Lines, want)
	}
	if len(l.Elems) != 0 {
		t.Error("flattened text has elements")
	}
	for _, b := range l.Blocks {
		if b.Elem != -1 || b.Kind != block.Paragraph {
			t.Errorf("%q: element %d, kind %d", b.Text, b.Elem, b.Kind)
		}
	}
}

// TestText_Spaced holds what becomes of text whose blocks stand apart.
func TestText_Spaced(t *testing.T) {
	l := segment.Text("one\n\na\tb\nc\td\n\nfor x\n\tprint\n\n\tend\n\ntwo\n\nthree\n\nfour")
	want := "p: one\nrow #1: a⇥b\nrow br #1: c⇥d\ncode: for x⏎ print⏎⏎ end\np: two\np: three\np: four\n"
	if got := outline(l.Blocks); got != want {
		t.Errorf("got:\n%swant:\n%s", got, want)
	}
	if want := []int32{1, 3, 4, 6, 11, 13, 15}; !slices.Equal(l.Lines, want) {
		t.Errorf("blocks begin at lines %v, want %v", l.Lines, want)
	}
}

// TestText_Printed holds what is set as matn prints it.
func TestText_Printed(t *testing.T) {
	tests := []struct {
		rule, text string
		want       bool
	}{
		{"one blank line between any two blocks", "one\n\ntwo\n\nthree\n", true},
		{"a block alone", "one\n", true},
		{"code may hold blank lines", "one\n\nfor x\n\tprint\n\n\tend\n\ntwo\n\nthree", true},
		{"beside indented code lines that stand together are code", "one\n\nfor x\n\tprint\n\nfour\nfive\n\nsix\n", true},
		{"but rows are not", "one\n\nfor x\n\tprint\n\nfour\t4\nfive\t5\n\nsix\n", false},
		{"two lines stand together", "one\n\ntwo\n\nthree\n\nfour\nfive\n\nsix\n", false},
		{"two blank lines", "one\n\n\ntwo\n\nthree\n", false},
		{"a blank line above all", "\none\n\ntwo\n\nthree\n", false},
		{"no blank line", "one\ntwo\nthree\n", false},
		{"nothing", "", false},
	}
	for _, tt := range tests {
		if got := segment.Text(tt.text).Printed; got != tt.want {
			t.Errorf("%s: printed %v", tt.rule, got)
		}
	}
}

func TestLines_AreTheLinesOfText(t *testing.T) {
	lines := []string{"one", " two ", "three\x00"}
	if got, want := outline(segment.Lines(lines).Blocks), outline(segment.Text(strings.Join(lines, "\n")).Blocks); got != want {
		t.Errorf("got:\n%swant:\n%s", got, want)
	}
}

func ExampleText() {
	for _, b := range segment.Text("Home | News\n\nThe council met on Monday.").Blocks {
		fmt.Println(b.Words, b.Text)
	}
	// Output:
	// 2 Home | News
	// 5 The council met on Monday.
}
