package render_test

import (
	"strings"
	"testing"

	"matn/clean"
	"matn/clean/block"
	"matn/clean/render"
)

var noOptions = render.Options{}

func TestCases_EveryFormatSaysTheSame(t *testing.T) {
	for _, dir := range caseDirs(t) {
		a, o := loadCase(t, dir)
		formats := map[string]string{}
		for _, format := range render.Formats() {
			formats[format] = written(t, format, a, o)
		}
		t.Run(dir[strings.LastIndexByte(dir, '/')+1:], func(t *testing.T) { checkText(t, a, formats) })
	}
}

// FuzzWrite builds an article from text, one block a line, and from shape bytes
// that choose each block's kind and its spans, sensible or not.
func FuzzWrite(f *testing.F) {
	f.Add("عنوان", "نص أول\nنص ثان", []byte{1, 2, 3, 4, 5})
	f.Add("# T", "1. a\n* b\n**c** _d_\n[x](y)\n<b>&amp;</b>\n| a | b |\n--- | ---", []byte{0, 0, 0, 9, 1, 4, 1})
	f.Add("t", "bold\"quoted\".tail\na!link", []byte{0, 1, 4, 9, 2, 0, 2, 1, 0, 1, 2, 5, 1})
	f.Add("0", "X", []byte("]\xe9\x8e\x98\x85\xdd\xca\xc4\x01"))                          // a link of the look of a task's box
	f.Add("0", "00000000000      00        0", []byte("001\x022001"))                     // a mark of spaces alone
	f.Add("0", "1. a\n* b", []byte("\x00\x00\x00\xf9\xf9\xf9\xf9\t\x01\x04\x01"))         // emphasis that begins with a blank mark
	f.Add("0", "1. a\n* ", []byte("\xba\x86\x1eȢ\x01\xaeP\xedE\x11H\xcc\xff\tA\x04\x01")) // emphasis inside emphasis that begins with a stop
	f.Add("", "a\u2067b\x1b\nc\xff", []byte{2, 1, 1})
	f.Fuzz(func(t *testing.T, title, text string, shape []byte) {
		a := shaped(title, text, shape)
		formats := map[string]string{}
		for _, format := range render.Formats() {
			formats[format] = written(t, format, a, render.Options{Explain: true})
			checkSafe(t, format, formats[format])
		}
		if plain(title + text) {
			checkText(t, a, formats)
		}
	})
}

// plain text is what a cleaned block holds: anything else is scrubbed from whole
// blocks in one format and from parts of them in another.
func plain(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return harmful(r) || r == '\t' || r == '\u00a0' || r >= 0x2028 && r <= 0x202E || r >= 0x2066 && r <= 0x2069 ||
			r >= 0xFFF0 && r <= 0xFFFF || r >= 0xFDD0 && r <= 0xFDEF || r&0xFFFE == 0xFFFE
	})
}

func shaped(title, text string, shape []byte) *clean.Article {
	next := func() int {
		if len(shape) == 0 {
			return 0
		}
		b := shape[0]
		shape = shape[1:]
		return int(b)
	}
	a := &clean.Article{Title: title, URL: "https://paper.example/", Subtitle: title, Authors: []string{title}, Language: title}
	var body []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		n := next()
		b := block.Block{Text: line, Kind: block.Kind(n % 7), Level: uint8(n / 7), Ordered: n%2 == 1, Group: int32(n % 3), Kept: true}
		if b.Kind == block.Code && n%3 == 0 {
			b.Role = block.RoleParagraph
		}
		for range next() % 5 {
			start := next() % (len(line) + 1)
			b.Spans = append(b.Spans, block.Span{
				Start: int32(start), End: int32(start + next()), Mark: block.Mark(next() % 6), Href: title,
			})
		}
		body = append(body, line)
		a.Blocks = append(a.Blocks, b)
	}
	a.Body = strings.Join(body, "\n\n")
	return a
}
