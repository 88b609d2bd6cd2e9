package segment_test

import (
	"slices"
	"strings"
	"testing"

	"matn/clean/internal/segment"
)

// wrapped breaks paragraphs at a number of columns, a blank line between them.
func wrapped(width int, indent string, paragraphs ...string) string {
	var s strings.Builder
	for _, p := range paragraphs {
		s.WriteString(indent)
		n := len(indent)
		for i, w := range strings.Fields(p) {
			switch k := len([]rune(w)); {
			case i == 0:
				n += k
			case n+1+k > width:
				s.WriteString("\n" + indent)
				n = len(indent) + k
			default:
				s.WriteByte(' ')
				n += 1 + k
			}
			s.WriteString(w)
		}
		s.WriteString("\n\n")
	}
	return s.String()
}

var harbour = []string{
	"The harbour board said on Monday that the new pier would open to ferries in the second week of May, two months later than it had promised when the contract was signed.",
	"Divers found last autumn that four of the old piles had been hollowed out by worms. They were cut off below the mud line and replaced, at a cost that the board did not disclose.",
	"Until then boats land at the fish market.",
	"Traders there have complained of the crowds, and of the fumes that engines left running send through the open doors of the hall while passengers come and go.",
}

var port = []string{
	"قال مجلس إدارة الميناء يوم الاثنين إن الرصيف الجديد سيفتح أمام العبارات في الأسبوع الثاني من شهر أيار المقبل، أي بعد شهرين من الموعد الذي حدده العقد.",
	"وكان غواصون قد عثروا في الخريف الماضي على أربع دعائم قديمة نخرتها الديدان، فقطعت تحت مستوى الطين واستبدلت بكلفة لم يفصح عنها المجلس حتى الآن.",
	"وشكا التجار من الزحام ومن دخان المحركات التي تترك دائرة فيما يصعد الركاب وينزلون أمام السوق.",
}

func TestText_WrappedParagraphsAreJoined(t *testing.T) {
	for _, width := range []int{60, 72, 80, 100} {
		for _, indent := range []string{"", "   "} {
			for _, want := range [][]string{slices.Repeat(harbour, 3), slices.Repeat(port, 4)} {
				text := wrapped(width, indent, want...)
				l := segment.Text("Home\nNews\nSport\n\n" + text)
				var got []string
				for _, b := range l.Blocks[3:] {
					got = append(got, b.Text)
				}
				if !slices.Equal(got, want) {
					t.Errorf("at %d columns, indent %q:\n%s", width, indent, strings.Join(got, "\n"))
				}
				if l.Lines[3] != 5 || l.Lines[4] != 5+int32(strings.Count(wrapped(width, indent, want[0]), "\n")) {
					t.Errorf("at %d columns blocks begin at lines %v", width, l.Lines)
				}
			}
		}
	}
}

func TestText_LinesThatAreNotFullStayApart(t *testing.T) {
	verse := strings.Repeat("I walked along the river when the frost had left the reeds,\nand every boat was turned to shore to wait upon the seeds.\n\n", 6)
	menu := strings.Repeat("Home and garden\nCulture of the city\nSport, results and tables\nLetters to the editor\n\n", 6)
	items := strings.Repeat("* A list of things that the board has promised to build there\n* Another one that is about as long as the one that was above\n\n", 6)
	chinese := strings.Repeat("港务局周一表示，新码头将于五月第二周向渡轮开放，比签订合同时承诺的时间晚了两个月。去年秋天，\n潜水员发现四根旧桩被蛀空。\n\n", 6)
	for name, text := range map[string]string{"verses": verse, "a menu": menu, "items": items, "no spaces": chinese} {
		want := 0
		for line := range strings.Lines(text) {
			if strings.TrimSpace(line) != "" {
				want++
			}
		}
		if got := len(segment.Text(text).Blocks); got != want {
			t.Errorf("%s: %d blocks of %d lines", name, got, want)
		}
	}
}

func TestText_ListsWhoseMarksStandFarApartAreNoCode(t *testing.T) {
	l := segment.Text("Menu\n\n-   Home\n-   News\n    -   Sport\n-   \n    Weather\n\nThe council met on Monday.\n\nIt will meet again.\n")
	want := "p: Menu\np: - Home\np: - News\np: - Sport\np: -\np: Weather\n"
	if got := outline(l.Blocks); !strings.HasPrefix(got, want) || strings.Contains(got, "code") || l.Printed {
		t.Errorf("printed %v:\n%s", l.Printed, got)
	}
}
