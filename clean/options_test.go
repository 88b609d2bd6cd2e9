package clean_test

import (
	"math"
	"strings"
	"testing"

	"matn/clean"
)

func TestNew_NamesTheOptionThatCannotBe(t *testing.T) {
	for _, tt := range []struct {
		name string
		o    clean.Options
		want string // part of the message; "" when all is well
	}{
		{"the zero value", clean.Options{}, ""},
		{"all that can be", clean.Options{MaxBytes: 1, MaxNodes: 1, Mode: clean.News, Favor: -1, Comments: clean.Keep, Code: clean.Drop}, ""},
		{"bytes below nothing", clean.Options{MaxBytes: -1}, "limits"},
		{"nodes below nothing", clean.Options{MaxNodes: -1}, "limits"},
		{"a mode of no name", clean.Options{Mode: "blog"}, `mode "blog"`},
		{"more than all", clean.Options{Favor: 1.5}, "favor 1.5"},
		{"no number", clean.Options{Favor: math.NaN()}, "favor NaN"},
		{"a policy of no name", clean.Options{Tables: "some"}, `policy "some"`},
		{"weights that are none", clean.Options{Weights: []byte("weights")}, "weights"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := clean.New(tt.o)
			if (err == nil) != (tt.want == "") || (c == nil) != (err != nil) {
				t.Fatalf("New: %v, %v", c, err)
			}
			if err != nil && !(strings.HasPrefix(err.Error(), "clean: ") && strings.Contains(err.Error(), tt.want)) {
				t.Errorf("the message is %q, want %q in it", err, tt.want)
			}
		})
	}
}
