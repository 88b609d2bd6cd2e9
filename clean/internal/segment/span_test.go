package segment_test

import (
	"strings"
	"testing"

	"matn/clean/block"
)

// marked writes a block's text with its spans as brackets: [text](href), {text}
// for bold, ~text~ for italics, `text` for code.
func marked(b *block.Block) string {
	opens := map[block.Mark]string{block.Link: "[", block.Strong: "{", block.Emphasis: "<", block.InlineCode: "`"}
	closes := map[block.Mark]string{block.Link: "]", block.Strong: "}", block.Emphasis: ">", block.InlineCode: "´"}
	var s strings.Builder
	for i := 0; i <= len(b.Text); i++ {
		for k := len(b.Spans) - 1; k >= 0; k-- {
			if sp := b.Spans[k]; int(sp.End) == i {
				s.WriteString(closes[sp.Mark])
				if sp.Mark == block.Link {
					s.WriteString("(" + sp.Href + ")")
				}
			}
		}
		for _, sp := range b.Spans {
			if int(sp.Start) == i {
				s.WriteString(opens[sp.Mark])
			}
		}
		if i < len(b.Text) {
			s.WriteByte(b.Text[i])
		}
	}
	return s.String()
}

func TestHTML_Spans(t *testing.T) {
	tests := []rule{
		{"a link and bold", `a <a href="/x?y=1#z">b c</a> <strong>d</strong> <b>e</b>`, "a [b c](/x?y=1#z) {d} {e}"},
		{"italics and code", "<i>a</i> <em>b</em> <code>c</code> <kbd>d</kbd>", "<a> <b> `c´ `d´"},
		{"spaces at the edges stay outside", "a<b> b </b>c", "a {b} c"},
		{"nested, the outer first", "<b>a <a href=x>b</a></b>", "{a [b](x)}"},
		{"nested with the same text", "<a href=x><b>a</b></a>", "[{a}](x)"},
		{"an anchor without address is no link", "<a name=x>a</a> b", "a b"},
		{"an empty link is none", "<a href=x><img></a>a<a href=y> </a>", "a"},
		{"a mark over two blocks is a span in each", "<p><b>a<br>b</b>", "{a}|{b}"},
		{"a link around blocks", "<a href=x><h3>a</h3><p>b</p></a>c", "[a](x)|[b](x)|c"},
		{"text composed within a span", "e\u0301 <a href=x>e\u0301e\u0301</a> <b>x</b>", "é [éé](x) {x}"},
		{"a mark in an element of its own belongs to the letter", "e<b>\u0301x</b> <i>y</i>", "é{x} <y>"},
		{"trimmed at the end", "a <b>b\u200f</b>\u200f", "a {b}"},
		{"joiners before a span", "a\u200d<b>b</b>", "a\u200d{b}"},
		{"white space collapses inside", "<b>a  \n b</b>", "{a b}"},
		{"no spans in pre", "<pre>a <b>b</b></pre>", "a b"},
		{"Arabic", `قال <a href="/ر">الوزير</a> إن`, "قال [الوزير](/ر) إن"},
		{"marks out of order are put in order", "\u0628\u0651\u064e <b>ب</b>", "\u0628\u064e\u0651 {ب}"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, b := range cut(t, tt.in) {
				got = append(got, marked(&b))
			}
			if s := strings.Join(got, "|"); s != tt.want {
				t.Errorf("%s\ngot  %s\nwant %s", tt.in, s, tt.want)
			}
		})
	}
}

func TestHTML_Counts(t *testing.T) {
	tests := []struct {
		name, in                        string
		words, chars, linkChars, nlinks int32
	}{
		{"English", "It's a well-known  fact, isn't it?", 9, 28, 0, 0},
		{"Arabic with harakat and tatweel", "مُحَمَّـــد كتَب", 2, 15, 0, 0},
		{"numbers", "In 2024, 3,500", 4, 12, 0, 0},
		{"an underscore joins", "snake_case", 1, 10, 0, 0},
		{"Chinese: two letters a word", "今天天气很好。", 3, 7, 0, 0},
		{"Japanese beside Latin", "これはABC です", 4, 8, 0, 0},
		{"Thai", "สวัสดี", 2, 6, 0, 0},
		{"Korean has spaces", "오늘 날씨", 2, 4, 0, 0},
		{"accents, composed or not", "e\u0301te\u0301 été", 2, 6, 0, 0},
		{"joiners count as nothing", "می\u200cخواهد", 1, 7, 0, 0},
		{"dashes and quotes are no words", "a — “b”", 2, 5, 0, 0},
		{"links", "a <a href=x>bc d</a> e<a href=y></a><a href=z>f</a>", 5, 6, 4, 2},
		{"a link over two spans is one", "<a href=x><b>a</b> <i>b</i></a>", 2, 2, 2, 1},
		{"a word in two elements is one", "wo<b>rd</b>", 1, 4, 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			blocks := cut(t, "<p>"+tt.in)
			if len(blocks) != 1 {
				t.Fatalf("%d blocks", len(blocks))
			}
			b := blocks[0]
			if b.Words != tt.words || b.Chars != tt.chars || b.LinkChars != tt.linkChars || b.Links != tt.nlinks {
				t.Errorf("words %d chars %d linkchars %d links %d, want %d %d %d %d", b.Words, b.Chars, b.LinkChars, b.Links,
					tt.words, tt.chars, tt.linkChars, tt.nlinks)
			}
		})
	}
}

func TestHTML_LinkOverBlocksCountsInEach(t *testing.T) {
	blocks := cut(t, "<a href=x><div>a</div><div>b</div></a>")
	for _, b := range blocks {
		if b.Links != 1 || b.LinkChars != 1 {
			t.Errorf("%q: %d links, %d runes", b.Text, b.Links, b.LinkChars)
		}
	}
}

func TestHTML_ElemIsTheInnermostOfTheFirstText(t *testing.T) {
	doc := parse(t, "<div><p><b></b> <i>a</i> b</p>c</div>")
	var tags []string
	for _, b := range cut(t, "<div><p><b></b> <i>a</i> b</p>c</div>") {
		tags = append(tags, doc.Elems[b.Elem].Node.Data)
	}
	if got := strings.Join(tags, " "); got != "i div" {
		t.Errorf("elements %q, want i div", got)
	}
}
