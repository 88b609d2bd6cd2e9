package date

import (
	"encoding/json"
	"testing"
)

func TestParseISO(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"year", "2016", "2016"},
		{"month", "2016-07", "2016-07"},
		{"day", "2016-07-14", "2016-07-14"},
		{"day, slashes", "2016/07/14", "2016-07-14"},
		{"compact day", "20160714", "2016-07-14"},
		{"RFC 3339", "2016-07-14T21:16:05+02:00", "2016-07-14T21:16:05+02:00"},
		{"RFC 3339, Z", "2016-07-14T21:16:05Z", "2016-07-14T21:16:05Z"},
		{"fraction is cut", "2016-07-14T21:16:05.123Z", "2016-07-14T21:16:05Z"},
		{"blank for T, offset without colon", "2020-01-02 03:04:05 +0300", "2020-01-02T03:04:05+03:00"},
		{"no seconds, no zone", "2016-07-14T21:16", "2016-07-14T21:16"},
		{"one-digit fields", "2016-7-4 9:16", "2016-07-04T09:16"},
		{"hour-only offset", "2016-07-14T21:16:05+02", "2016-07-14T21:16:05+02:00"},
		{"compact with clock", "20160714T211605Z", "2016-07-14T21:16:05Z"},
		{"RFC 1123", "Thu, 14 Jul 2016 21:16:05 GMT", "2016-07-14T21:16:05Z"},
		{"RFC 1123, numeric zone", "Thu, 14 Jul 2016 21:16:05 +0200", "2016-07-14T21:16:05+02:00"},
		{"RFC 850", "Thursday, 14-Jul-16 21:16:05 GMT", "2016-07-14T21:16:05Z"},
		{"RFC 822", "14 Jul 16 21:16 EST", "2016-07-14T21:16:00-05:00"},
		{"ANSI C", "Thu Jul 14 21:16:05 2016", "2016-07-14T21:16:05"},
		{"Unix date", "Thu Jul 14 21:16:05 UTC 2016", "2016-07-14T21:16:05Z"},
		{"JavaScript", "Thu Jul 14 2016 21:16:05 GMT+0300 (Arabian Standard Time)", "2016-07-14T21:16:05+03:00"},
		{"epoch seconds", "1468530965", "2016-07-14T21:16:05Z"},
		{"epoch milliseconds", "1468530965123", "2016-07-14T21:16:05Z"},
		{"XML Schema day with zone", "2016-07-14+02:00", "2016-07-14"},
		{"ten digits beyond 2100", "7700000000", ""},
		{"31 February", "2016-02-31", ""},
		{"month 13", "2016-13-01", ""},
		{"hour 25", "2016-07-14T25:16:05Z", ""},
		{"null of a database", "0000-00-00 00:00:00", ""},
		{"null of Go", "0001-01-01T00:00:00Z", ""},
		{"ISO week", "2016-W28-4", ""},
		{"ordinal date", "2016-196", ""},
		{"trailing words", "2016-07-14 read more", ""},
		{"empty", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, ok := ParseISO(tt.in)
			if d.String() != tt.want || ok != (tt.want != "") {
				t.Errorf("ParseISO(%q) = %q, %v, want %q", tt.in, d, ok, tt.want)
			}
		})
	}
}

func TestDate_TextRoundTrip(t *testing.T) {
	for _, want := range []string{"", "2016", "2016-07", "2016-07-14", "2016-07-14T21:16", "2016-07-14T21:16:05", "2016-07-14T21:16:05Z", "2016-07-14T21:16:05+02:00"} {
		var d Date
		if err := json.Unmarshal([]byte(`"`+want+`"`), &d); err != nil {
			t.Errorf("unmarshal %q: %v", want, err)
		}
		got, err := json.Marshal(d)
		if err != nil || string(got) != `"`+want+`"` {
			t.Errorf("%q became %s, %v", want, got, err)
		}
		if d.IsZero() != (want == "") {
			t.Errorf("%q: IsZero = %v", want, d.IsZero())
		}
	}
	var d Date
	if err := d.UnmarshalText([]byte("yesterday")); err == nil {
		t.Error("UnmarshalText of no date gave no error")
	}
}

func TestDate_ZonedMinuteGainsSeconds(t *testing.T) {
	d, ok := Parse("5 May 2020 17:07 GMT", Context{})
	if !ok || d.Precision != Minute || d.String() != "2020-05-05T17:07:00Z" {
		t.Errorf("%v %v %v", d, d.Precision, ok)
	}
}
