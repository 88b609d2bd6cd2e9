package meta

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestParseJSON_ReadsWhatPagesWrite(t *testing.T) {
	tests := []struct{ rule, in, path, want string }{
		{"plain", `{"a":{"b":"c"}}`, "a.b", "c"},
		{"HTML comment around", "<!--\n{\"a\":\"b\"}\n-->", "a", "b"},
		{"CDATA around", "//<![CDATA[\n{\"a\":\"b\"}\n//]]>", "a", "b"},
		{"bare CDATA around", "<![CDATA[{\"a\":\"b\"}]]>", "a", "b"},
		{"comments inside", "{/* x */\"a\": // y\n\"b\"}", "a", "b"},
		{"byte order mark", "\ufeff{\"a\":\"b\"}", "a", "b"},
		{"trailing commas", `{"a":"b",,}`, "a", "b"},
		{"control characters in strings", "{\"a\":\"b\n\tc\"}", "a", "b\n\tc"},
		{"bare quotes in strings", `{"a":"he said "no" and left","b":1}`, "a", `he said "no" and left`},
		{"bare quotes before a comma", `{"a":"he said "no", and left"}`, "a", `he said "no", and left`},
		{"entities for quotes", `{&quot;a&quot;:&quot;b&quot;}`, "a", "b"},
		{"escapes", `{"a":"\u0633\u0644\u0627\u0645 \ud83d\ude00 \"q\" \/"}`, "a", `سلام 😀 "q" /`},
		{"escapes that are none", `{"a":"it\'s \u12"}`, "a", "it's \ufffd12"},
		{"lone surrogate", `{"a":"\ud83dx"}`, "a", "\ufffdx"},
		{"numbers and booleans", `{"a":[true,-1.5e3]}`, "a", "true"},
		{"what breaks off keeps its beginning", `{"a":"b","c":`, "a", "b"},
		{"a string that never ends is none", `{"a":"b`, "a", ""},
		{"bare words are null", `{"a":undefined,"b":"c"}`, "b", "c"},
		{"equal keys: the first", `{"a":"b","a":"c"}`, "a", "b"},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			v := &value{}
			if all := parseJSON(tt.in); len(all) > 0 {
				v = &all[0]
			}
			for key := range strings.SplitSeq(tt.path, ".") {
				v = v.get(key)
			}
			if got := first(v); got != tt.want {
				t.Errorf("%s of %s = %q, want %q", tt.path, tt.in, got, tt.want)
			}
		})
	}
}

func TestParseJSON_SeveralValues(t *testing.T) {
	if got := parseJSON(`{"a":1}{"b":2};[{"c":3}]`); len(got) != 3 {
		t.Errorf("%d values, want 3", len(got))
	}
}

func TestParseJSON_DeepNestingEnds(t *testing.T) {
	got := parseJSON(strings.Repeat(`{"a":[`, 100_000))
	if len(got) != 1 {
		t.Errorf("%d values, want the beginning of one", len(got))
	}
}

// FuzzParseJSON: whatever JSON's own reader takes, ours reads to the same
// strings; whatever else there is, ours ends and gives text.
func FuzzParseJSON(f *testing.F) {
	for _, s := range []string{`{"a":[1,true,null,"x\u00e9"]}`, `[{"a":"b"},{}]`, `<!--{"a":"b",}-->`, `{"a":"he "x", y"}`, "{\"a\":\"\xff\"}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		got := parseJSON(src)
		for i := range got {
			for _, s := range collect(&got[i], nil) {
				if utf8.ValidString(src) && !utf8.ValidString(s) {
					t.Errorf("%q gives %q", src, s)
				}
			}
		}
		var want map[string]string
		if strings.Contains(src, "&quot;") || json.Unmarshal([]byte(src), &want) != nil || len(want) != 1 || strings.Count(src, "{") != 1 {
			return
		}
		for k, w := range want {
			if len(got) == 0 || got[0].get(k).str != w && utf8.ValidString(src) && got[0].get(k).kind == text {
				t.Errorf("%q: member %q differs from %q", src, k, w)
			}
		}
	})
}

// collect lists the strings in a value.
func collect(v *value, out []string) []string {
	out = append(append(out, v.str), v.keys...)
	for i := range v.items {
		out = collect(&v.items[i], out)
	}
	return out
}

func BenchmarkParseJSON(b *testing.B) {
	src := `{"@type":"NewsArticle","articleBody":"` + strings.Repeat("The council closed the bridge. ", 400) + `","author":[` +
		strings.Repeat(`{"@type":"Person","name":"Jane Doe"},`, 20) + `{}]}`
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		parseJSON(src)
	}
}
