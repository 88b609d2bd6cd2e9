package label_test

import (
	"fmt"
	"strings"
	"testing"

	"matn/clean/block"
	"matn/clean/internal/label"
	"matn/clean/internal/segment"
)

// column is the numbers from first to last between tags.
func column(open string, first, last int, end string) string {
	var s strings.Builder
	for n := first; n <= last; n++ {
		fmt.Fprintf(&s, "%s%d%s", open, n, end)
	}
	return s.String()
}

// TestBlocks_NumbersOfLines go where they stand in a column beside code, and the
// numbers of a text stay.
func TestBlocks_NumbersOfLines(t *testing.T) {
	code := "<div>x = read(harbour)</div><div>y = x + boats</div><div>print(y)</div>"
	for _, tc := range []struct {
		rule, html string
		first      string // how the numbers begin
		kept       bool
	}{
		{"a block a number, in a cell beside the code", "<table><tr><td>" + column("<div>", 1, 3, "</div>") + "</td><td>" + code + "</td></tr></table>", "1", false},
		{"a listing that goes on from the one above", "<table><tr><td>" + column("<div>", 41, 44, "</div>") + "</td><td>" + code + "</td></tr></table>", "41", false},
		{"one block of numbers", "<table><tr><td><pre>1\n2\n3\n</pre></td><td><pre>x = 1\ny = 2\nz = x + y\n</pre></td></tr></table>", "1\n2\n3", false},
		{"spaces before short numbers", "<table><tr><td><pre> 8\n 9\n10\n</pre></td><td><pre>x = 1\ny = 2\nz = x + y\n</pre></td></tr></table>", "8\n 9", false},
		{"code of one line", "<table><tr><td><pre>1</pre></td><td><pre>x = 1</pre></td></tr></table>", "1", false},
		{"what a program prints stays below it", "<pre>for n in range(1, 4):\n    print(n)</pre><pre>1\n2\n3</pre><p>" + prose1 + "</p>", "1\n2\n3", true},
		{"without a cell beside them", "<table><tr><td><pre>1\n2\n3\n</pre></td></tr></table><pre>x = 1</pre>", "1\n2", true},
		{"a place in a ranking", "<table><tr><td><p>3</p></td><td><p>" + prose2 + "</p></td></tr></table>", "3", true},
		{"years that leave some out", "<table><tr><td><p>1998</p><p>2002</p></td><td><p>" + prose2 + "</p></td></tr></table>", "1998", true},
	} {
		t.Run(tc.rule, func(t *testing.T) {
			l := layout(t, "<h1>"+title+"</h1><p>"+prose1+"</p><p>"+prose2+"</p>"+tc.html+"<p>The last ferry left at nine in the evening, with all lamps lit and nobody on the quay to wave.</p>", nil)
			for i := range l.Blocks {
				if l.Blocks[i].P = .6; l.Blocks[i].Kind == block.Heading {
					l.Blocks[i].P = .1
				}
			}
			label.Blocks(l, label.Input{})
			role := block.RoleWidget
			if tc.kept {
				role = block.RoleParagraph
				if strings.Contains(tc.first, "\n") {
					role = block.RoleCode
				}
			}
			found := false
			for i := range l.Blocks {
				if b := &l.Blocks[i]; !found && strings.HasPrefix(b.Text, tc.first) {
					found = true
					if b.Kept != tc.kept || b.Role != role && !(tc.kept && b.Role == block.RoleHeading) {
						t.Errorf("%q is kept: %v, as %v", b.Text, b.Kept, b.Role)
					}
				} else if strings.Contains(b.Text, "x = ") && !b.Kept {
					t.Errorf("the code %q went: %v", b.Text, b.Reason)
				}
			}
			if !found {
				t.Errorf("no block begins with %q", tc.first)
			}
		})
	}
}

// TestBlocks_CodeThatIsNumbersItself stays beside the numbers of its lines.
func TestBlocks_CodeThatIsNumbersItself(t *testing.T) {
	l := layout(t, "<h1>"+title+"</h1><p>"+prose1+"</p><p>"+prose2+"</p><table><tr><td>"+column("<div class=n>", 1, 3, "</div>")+"</td><td>"+column("<div class=c>", 1, 3, "</div>")+"</td></tr></table><p>"+strings.Replace(prose1, "ferry", "boat", 1)+"</p>", map[string]float32{"1": .6, "2": .6, "3": .6})
	label.Blocks(l, label.Input{})
	kept := 0
	for _, b := range l.Blocks {
		if b.Chars == 1 && b.Kept {
			kept++
		}
	}
	if kept != 3 {
		t.Errorf("%d of 6 numbers are kept, want those of the code", kept)
	}
}

// TestBlocks_NumbersOfLinesInFlattenedText go in runs of five and more.
func TestBlocks_NumbersOfLinesInFlattenedText(t *testing.T) {
	for _, tc := range []struct {
		rule, lines string
		last        int
		kept        bool
	}{
		{"five in a row", "1\n2\n3\n4\n5", 5, false},
		{"Persian digits", "۱\n۲\n۳\n۴\n۵", 5, false},
		{"four may be a count", "1\n2\n3\n4", 4, true},
		{"not in a row", "1\n2\n4\n5\n7", 7, true},
	} {
		t.Run(tc.rule, func(t *testing.T) {
			l := segment.Text(title + "\n" + prose1 + "\n" + tc.lines + "\n" + prose2)
			for i := range l.Blocks {
				l.Blocks[i].P = .8
			}
			label.Blocks(l, label.Input{})
			for _, b := range l.Blocks {
				if b.Chars == 1 && b.Kept != tc.kept {
					t.Errorf("line %q is kept: %v (%v)", b.Text, b.Kept, b.Reason)
				}
			}
		})
	}
}
