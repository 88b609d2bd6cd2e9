package date

import "time"

// Context is what is known of the page a string stands on. The zero Context
// reads every language, day before month.
type Context struct {
	Lang       string    // BCP 47 tag of the page, "ar" or "en-US"; "" when unknown
	Now        time.Time // what relative forms and missing years count from; zero: they give no date
	MonthFirst bool      // read 3/4/2020 as 4 March; en-US implies it
}

// Match is a date found in text, at bytes [Start, End).
type Match struct {
	Date       Date
	Start, End int
}

// Parse reads s as one date. Label words, a weekday, a clock and separators may
// stand around it. It reports false when s holds no date, or a range of them.
func Parse(s string, c Context) (Date, bool) {
	return ParseISO(s)
}

// Find returns every date in running text, in order and without overlap.
func Find(s string, c Context) []Match {
	return nil
}
