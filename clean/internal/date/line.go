package date

// LabelKind is what a label says of the date beside it.
type LabelKind uint8

// Label kinds: «نشر في», "Published"; «آخر تحديث», "Updated".
const (
	NoLabel LabelKind = iota
	Published
	Modified
)

// Label is a labelled date. Text is the label as it stood on the line.
type Label struct {
	Kind LabelKind
	Text string
	Date Date
}

// LineInfo is what Line found. Signals other than DateBar are facts of the line;
// DateBar is the judgement drawn from them.
type LineInfo struct {
	Share          float64 // of the line's letters and digits, how many are date material, 0 to 1
	Dates          []Match // as Find, in order
	Labels         []Label // dates that a label claims, in order
	HasWeekday     bool
	HasClock       bool
	HasTemperature bool // «24°», "24 °C"
	HasHijri       bool // a Hijri date or month beside whatever else there is
	HasCity        bool // a city of data/cities.tsv
	DateBar        bool // the day of the visit printed by the site: no publication date
}

// Line reads one short line, such as the text of a block.
func Line(s string, c Context) LineInfo {
	return LineInfo{}
}
