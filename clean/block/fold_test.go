package block

import "testing"

// TestFold_TablesSayWhatTheSlowPathSays folds every rune of the tables, and those
// beside them, between letters and digits.
func TestFold_TablesSayWhatTheSlowPathSays(t *testing.T) {
	for r := rune(0); r < signsEnd+0x100; r++ {
		if r == foldLimit+0x100 {
			r = signs - 0x10
		}
		for _, digits := range []bool{false, true} {
			for _, around := range []string{"a", "7"} {
				s := around + string(r) + around
				slow := wordState{digits: digits}
				var want []byte
				for _, c := range s {
					want = slow.putSlow(want, c)
				}
				if got := fold(nil, s, wordState{digits: digits}); string(got) != string(want) {
					t.Errorf("%q, digits kept %v: %q, want %q", s, digits, got, want)
				}
			}
		}
	}
}
