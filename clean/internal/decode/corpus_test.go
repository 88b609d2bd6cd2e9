package decode

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/unicode/norm"
)

// corpus is a directory of sets, each SET/html/ID.html with SET/gold/ID.json.
// It is not part of the repository; tests that need it skip without it.
var corpus = flag.String("corpus", os.Getenv("MATN_CORPUS"), "directory of page sets for the charset experiment")

func needCorpus(t *testing.T) string {
	t.Helper()
	if *corpus == "" {
		t.Skip("no corpus: set MATN_CORPUS or -corpus to run the charset experiment")
	}
	return *corpus
}

// pagesOf returns the pages of some sets; it fails when there are none.
func pagesOf(t *testing.T, pattern string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(needCorpus(t), pattern))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no page matches %s (%v)", pattern, err)
	}
	return paths
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestCorpus_UTF8PagesComeThroughUntouched(t *testing.T) {
	n, repaired := 0, 0
	for _, path := range pagesOf(t, "*/html/*.html") {
		b := read(t, path)
		if !utf8.Valid(b) {
			continue
		}
		n++
		want := bytes.TrimPrefix(b, []byte(bomUTF8))
		got, info := Bytes(b, "text/html; charset=windows-1256")
		if info.Repaired == RepairedMojibake { // pages of the corpora that really are
			repaired++
			t.Logf("%s: %s", path, info.Repaired)
			continue
		}
		if !bytes.Equal(got, want) || info.Repaired != "" || info.Charset != "utf-8" && !hasISO2022JP(b) {
			t.Errorf("%s: changed: %+v", path, info)
		}
		if kind, ok := IsBinary(b); ok {
			t.Errorf("%s: taken for %s", path, kind)
		}
	}
	t.Logf("%d pages, %d of them encoded twice", n, repaired)
	if repaired*100 > n {
		t.Errorf("%d of %d pages taken for mojibake", repaired, n)
	}
}

func TestCorpus_OtherPagesAreReadAsSomething(t *testing.T) {
	for _, path := range pagesOf(t, "*/html/*.html") {
		if b := read(t, path); !utf8.Valid(b) {
			out, info := Bytes(b, "")
			t.Logf("%s: %+v %d of U+FFFD", filepath.Base(path), info, bytes.Count(out, []byte("\uFFFD")))
		}
	}
}

var (
	charsetPattern = regexp.MustCompile(`(?i)(charset\s*=\s*["']?)[-\w]+`)
	spaces         = regexp.MustCompile(`\s+`)
)

// TestCorpus_1256PagesEqualTheirTwins compares the pages that were re-encoded to
// windows-1256 with their UTF-8 originals, characters that 1256 lacks aside.
func TestCorpus_1256PagesEqualTheirTwins(t *testing.T) {
	for _, path := range pagesOf(t, "arabic-cp1256/html/*.html") {
		b := read(t, path)
		twin := strings.TrimSuffix(filepath.Base(path), "-cp1256.html") + ".html"
		want := legacyText(read(t, filepath.Join(needCorpus(t), "arabic", "html", twin)))
		bare := charsetPattern.ReplaceAll(b, nil)
		for _, page := range []struct {
			name, contentType string
			body              []byte
		}{
			{"declared", "", b}, {"bare", "", bare}, {"header", "text/html; charset=CP1256", bare},
			{"header utf-8", "text/html; charset=utf-8", b}, {"header latin", "text/html; charset=ISO-8859-1", bare},
			{"header 8859-6", "text/html; charset=ISO-8859-6", bare},
		} {
			got, info := Bytes(page.body, page.contentType)
			if info.Charset != "windows-1256" {
				t.Errorf("%s, %s: %+v", path, page.name, info)
			}
			if got := legacyText(got); got != want {
				i := 0
				for i < min(len(got), len(want)) && got[i] == want[i] {
					i++
				}
				t.Errorf("%s, %s: differs from its twin at %d: %.80q, want %.80q", path, page.name, i, got[i:], want[i:])
			}
		}
	}
}

// legacyText keeps what windows-1256 can carry of a page: its label, references
// to characters and what 1256 lacks are taken out.
func legacyText(page []byte) string {
	s := charsetPattern.ReplaceAllString(string(page), "")
	s = regexp.MustCompile(`&#x?[0-9a-fA-F]+;|\?`).ReplaceAllString(s, "")
	s = strings.Map(func(r rune) rune {
		if _, ok := charmap.Windows1256.EncodeRune(r); !ok || r == '?' {
			return -1
		}
		return r
	}, s)
	return spaces.ReplaceAllString(s, " ")
}

// natural is the legacy charsets that pages in a language were written in.
var natural = map[string][]string{
	"ar": {"windows-1256", "iso-8859-6"}, "fa": {"windows-1256"},
	"ru": {"windows-1251", "koi8-r", "iso-8859-5"}, "pl": {"windows-1250", "iso-8859-2"}, "cs": {"windows-1250", "iso-8859-2"},
	"hu": {"iso-8859-2"}, "tr": {"windows-1254"}, "lt": {"windows-1257"}, "vi": {"windows-1258"},
	"ja": {"shift_jis", "euc-jp"}, "ko": {"euc-kr"}, "zh": {"gbk"}, "zh-TW": {"big5"},
	"de": {"windows-1252"}, "fr": {"windows-1252"}, "es": {"windows-1252"}, "pt": {"windows-1252"}, "pt-BR": {"windows-1252"},
	"it": {"windows-1252"}, "sv": {"windows-1252"}, "no": {"windows-1252"}, "nb": {"windows-1252"}, "da": {"windows-1252"},
	"is": {"windows-1252"}, "fi": {"windows-1252"}, "en": {"windows-1252"},
}

// wrongLabel is a label that a misconfigured server gives such pages.
func wrongLabel(charset string) string {
	switch charset {
	case "windows-1252":
		return "windows-1256"
	case "windows-1256":
		return "iso-8859-6"
	case "iso-8859-6":
		return "windows-1256"
	}
	return "iso-8859-1"
}

// maxOfLanguage keeps the experiment at about 200 pages.
const maxOfLanguage = 25

// TestCorpus_LegacyPagesAreReadRight re-encodes pages to their natural legacy
// charset and reads them back under every kind of label.
func TestCorpus_LegacyPagesAreReadRight(t *testing.T) {
	used := map[string]int{}
	right, all := map[string]int{}, map[string]int{}
	for _, pattern := range []string{"arabic/html/*.html", "fundus/html/*.html", "wcxb-dev/html/*.html", "readability/html/*.html", "magic-article/html/*.html", "trafilatura-eval/html/*.html", "postlight/html/*.html"} {
		for _, path := range pagesOf(t, pattern) {
			lang := goldLanguage(t, path)
			if natural[lang] == nil || used[lang] >= maxOfLanguage {
				continue
			}
			page := read(t, path)
			if !utf8.Valid(page) || len(page) > 1<<20 || firstHigh(page) == len(page) {
				continue
			}
			used[lang]++
			for _, charset := range natural[lang] {
				readBack(t, path, lang, charset, page, right, all)
			}
		}
	}
	pages := 0
	for _, n := range used {
		pages += n
	}
	t.Logf("%d pages: %v", pages, used)
	for _, key := range sortedKeys(all) {
		t.Logf("%-28s %4d of %4d", key, right[key], all[key])
	}
	if right["total"]*100 < all["total"]*minRight {
		t.Errorf("%d of %d read right, want %d %%", right["total"], all["total"], minRight)
	}
}

// minRight is the floor of the experiment, in per cent.
const minRight = 98

func readBack(t *testing.T, path, lang, charset string, page []byte, right, all map[string]int) {
	enc, err := htmlindex.Get(charset)
	if err != nil {
		t.Fatal(err)
	}
	bare := charsetPattern.ReplaceAll(page, nil)
	if charset == "windows-1258" {
		bare = toneApart(bare)
	}
	legacy, err := encoding.HTMLEscapeUnsupported(enc.NewEncoder()).Bytes(bare)
	if err != nil || utf8.Valid(legacy) {
		return // nothing of it is left beyond ASCII
	}
	want, _ := decodeCharset(legacy, charset)
	meta := bytes.Replace(legacy, []byte("<head>"), []byte("<head><meta charset="+charset+">"), 1)
	wrong := wrongLabel(charset)
	for _, v := range []struct {
		name, contentType string
		body              []byte
	}{
		{"header", "text/html; charset=" + charset, legacy}, {"meta", "", meta}, {"none", "", legacy},
		{"wrong " + wrong, "text/html; charset=" + wrong, legacy}, {"wrong utf-8", "text/html; charset=utf-8", legacy},
	} {
		got, info := Bytes(v.body, v.contentType)
		got = bytes.Replace(got, []byte("<meta charset="+charset+">"), nil, 1)
		ok := bytes.Equal(got, want)
		for _, key := range []string{"total", charset + " " + v.name} {
			all[key]++
			if ok {
				right[key]++
			}
		}
		if !ok && testing.Verbose() {
			t.Logf("wrong: %s %s as %s, %s: %+v (%d bytes >= 0x80)", filepath.Base(path), lang, charset, v.name, info, highBytes(legacy))
		}
	}
}

// toneApart writes Vietnamese as windows-1258 holds it: the tone is a character
// of its own, the vowel's other mark is not.
func toneApart(b []byte) []byte {
	const tones = "\u0300\u0301\u0303\u0309\u0323"
	var out []byte
	for _, r := range string(b) {
		marks, vowel := "", ""
		for _, part := range norm.NFD.String(string(r)) {
			if strings.ContainsRune(tones, part) {
				marks += string(part)
			} else {
				vowel += string(part)
			}
		}
		out = append(append(out, norm.NFC.String(vowel)...), marks...)
	}
	return out
}

func sortedKeys(m map[string]int) []string { return slices.Sorted(maps.Keys(m)) }

func highBytes(b []byte) (n int) {
	for _, c := range b {
		if c >= 0x80 {
			n++
		}
	}
	return n
}

func goldLanguage(t *testing.T, page string) string {
	t.Helper()
	dir, name := filepath.Split(page)
	var gold struct{ Lang string }
	b := read(t, filepath.Join(dir, "..", "gold", strings.TrimSuffix(name, ".html")+".json"))
	if err := json.Unmarshal(b, &gold); err != nil {
		t.Fatal(fmt.Errorf("%s: %w", name, err))
	}
	return gold.Lang
}
