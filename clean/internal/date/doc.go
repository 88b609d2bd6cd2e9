// Package date reads the dates that people and machines write on web pages.
//
//	Parse     one string that is meant to be a date, with whatever stands around it
//	ParseISO  machine forms only: RFC 3339 and its relatives, RFC 1123, epoch seconds
//	Find      every date in running text
//	Line      a short line: its dates, what they are labelled, and whether it is a date bar
//
// Names of months, weekdays, units and labels are data (data/*.tsv), one entry a
// line with its source. Hijri dates follow the Umm al-Qura table, Jalali dates
// the 33-year rule. Nothing reads a clock: relative forms such as «منذ ساعتين»
// need Context.Now and give no date without it.
//
// Empty beats wrong: an impossible date (31 February, month 13, hour 25) or a
// number in prose gives nothing. Every function is pure, takes linear time and
// may be called from many goroutines.
package date
