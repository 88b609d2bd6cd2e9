package drift

import (
	"strings"
	"testing"
	"time"

	"matn/crawler/store"
)

// agreeing is a memo of days with so many pages each.
func agreeing(t *testing.T, pages int, of ...float64) []byte {
	t.Helper()
	var memo []byte
	for i, agreement := range of {
		for k := range pages {
			var err error
			edit := store.Edit(Agree(agreement, first.Add(time.Duration(24*i+k%24)*time.Hour)))
			if memo, err = edit(memo); err != nil {
				t.Fatal(err)
			}
		}
	}
	return memo
}

func TestCheckAgreement_ARedesignIsNamedWithItsFirstDay(t *testing.T) {
	tests := []struct {
		name  string
		pages int
		of    []float64
		want  string
	}{
		{"as ever", 9, []float64{.9, .95, .9, .92, .9, .9, .91}, ""},
		{"a new look", 9, []float64{.9, .95, .9, .92, .9, .1, .06}, "agreement 0.08, was 0.90, since 2026-03-06"},
		{"too few pages to say", 4, []float64{.9, .95, .9, .92, .9, .1, .05}, ""},
		{"too few days to say", 9, []float64{.9, .95, .9, .1}, ""},
		{"mended", 9, []float64{.9, .95, .9, .92, .9, .1, .9}, ""},
	}
	for _, tt := range tests {
		got, err := CheckAgreement(agreeing(t, tt.pages, tt.of...), first.Add(time.Duration(len(tt.of))*24*time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		for _, a := range got {
			text += a.String()
		}
		if text != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, text, tt.want)
		}
	}
}

func TestAgree_KeepsAWindowAndBeginsAnewAfterDamage(t *testing.T) {
	memo := agreeing(t, 1, make([]float64, 90)...)
	if n := strings.Count(string(memo), "day"); n > 29 {
		t.Errorf("%d days are kept", n)
	}
	if _, err := CheckAgreement([]byte("{"), first); err == nil {
		t.Error("a damaged memo gives no error")
	}
	if b, err := Agree(.5, first)([]byte("{")); err != nil || !strings.Contains(string(b), `"sum":0.5`) {
		t.Errorf("after damage: %s, %v", b, err)
	}
	if got, err := CheckAgreement(nil, first); got != nil || err != nil {
		t.Errorf("of nothing: %v, %v", got, err)
	}
}
