package score

import (
	"strings"
	"testing"

	"matn/clean/internal/dom"
	"matn/clean/internal/segment"
)

// flood is two sections: a headline above two paragraphs of 63 and 57 runes, and a
// list of three headlines and dates.
var flood = []string{
	"The river",
	"The river rose for a third day and the town closed its old stone bridge again.",
	"In the market the river stood knee high, and the bridge was empty all day.",
	"Read also",
	"A bridge too far for 1999", "12:30",
	"The town wants a market", "18:05",
	"Nobody came to the river", "2 May 2024",
}

func TestFeatures_OfSections(t *testing.T) {
	readSheet(segment.Lines(flood), dom.Hints{}, nil).check(t, []want{
		{"The river rose", "section: longer than a heading", 1},
		{"The river rose", "section: lines above it of the same kind", 0},
		{"The river rose", "section: short lines", 1},
		{"The river rose", "section: longer lines", 2},
		{"The river rose", "section: sentences", 2},
		{"The river rose", "section: short lines of the one before", -1},
		{"The river rose", "section: short lines of the one behind", 7},
		{"The river rose", "section: longer lines of the one behind", 0},
		{"The river rose", "section: runes of longer lines / those of the greatest", 1},
		{"Read also", "section: longer than a heading", 0},
		{"Read also", "section: sentences of the one before", 2},
		{"Read also", "section: runes of longer lines", 0},
		{"The town wants", "section: lines above it of the same kind", 3},
	})
}

func TestFeatures_OfPeriods(t *testing.T) {
	readSheet(segment.Lines(flood), dom.Hints{}, nil).check(t, []want{
		{"The town wants", "repeat: near lines that look alike", 2},
		{"The town wants", "repeat: the best period", 2},
		{"The town wants", "repeat: lines that look alike, at the best period", 2},
		{"In the market", "repeat: near lines that look alike", 1},
	})
}

func TestFeatures_OfDates(t *testing.T) {
	readSheet(segment.Lines(flood), dom.Hints{}, nil).check(t, []want{
		{"A bridge", "date: years and times", 1},
		{"The river rose", "date: years and times", 0},
		{"The river rose", "date: lines on to one", 3},
		{"The river rose", "date: lines back to one", noLong},
		{"The river rose", "date: of 8 each side", 4},
		{"The river rose", "date: lines with one / lines", 4. / 10},
	})
}

func TestDates_YearsAndTimesInDigitsOfAnyScript(t *testing.T) {
	tests := []struct {
		text string
		want int32
	}{
		{"", 0}, {"no number", 0}, {"2024", 1}, {"in 1899 and 2040", 0}, {"12024", 0},
		{"9:05", 1}, {"9:5", 0}, {"21:60", 0}, {"12:30:59", 2}, {"3:1:12", 1},
		{"الخميس ١٤ يوليو ٢٠١٦ - ٩:١٦ م", 2}, {"۳۱ اردیبهشت ۱۴۰۳ ساعت ۱۲:۲۲", 2}, {"1445 هـ", 1},
		{"2024-05-03T10:11", 2}, {strings.Repeat("9", 40), 0},
	}
	for _, tt := range tests {
		if got := dates(tt.text); got != tt.want {
			t.Errorf("%q has %d dates, want %d", tt.text, got, tt.want)
		}
	}
}

// TestFeatures_OfTopics: the run is the two paragraphs, which share the river and
// the bridge; "the", "and", "day" stand in both as well, and with two lines a word
// of the topic stands in one other at most.
func TestFeatures_OfTopics(t *testing.T) {
	readSheet(segment.Lines(flood), dom.Hints{}, nil).check(t, []want{
		{"Nobody came", "topic: words that recur in the run", 2. / 5},
		{"Read also", "topic: words that recur in the run", 0},
		{"12:30", "topic: words of its topic", 0},
	})
}
