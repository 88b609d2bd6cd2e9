package label_test

import (
	"strings"
	"testing"

	"matn/clean/block"
	"matn/clean/internal/label"
)

// between lays out an article with a piece of markup between or behind its
// paragraphs, all of it as likely as p.
func between(t *testing.T, html string, p float32) []block.Block {
	t.Helper()
	l := layout(t, "<h1>"+title+"</h1><p>"+prose1+"</p><p>"+prose2+"</p>"+html, nil)
	for i := range l.Blocks {
		if l.Blocks[i].P = p; l.Blocks[i].Kind == block.Heading {
			l.Blocks[i].P = .1
		}
	}
	label.Blocks(l, label.Input{Article: true})
	return l.Blocks
}

// keptWith reports whether the first block that begins with start is kept.
func keptWith(t *testing.T, blocks []block.Block, start string) bool {
	t.Helper()
	for i := range blocks {
		if strings.HasPrefix(blocks[i].Text, start) {
			return blocks[i].Kept
		}
	}
	t.Fatalf("no block begins with %q", start)
	return false
}

// lastWord closes an article, so that what stands above it is no edge of the body.
const lastWord = "<p>The last ferry left at nine in the evening, with all lamps lit and nobody on the quay to wave.</p>"

// TestBlocks_RowOfButtons: links that are all labels of buttons go, of whatever
// kind, and links in a sentence stay.
func TestBlocks_RowOfButtons(t *testing.T) {
	for _, tc := range []struct {
		rule, html, start string
		kept              bool
	}{
		{"of several kinds", `<div><a href="/p">طباعة</a> <a href="/s">أرسل إلى صديق</a> <a href="/c">أضف تعليقا</a></div>`, "طباعة", false},
		{"with the count of comments", `<div><a href="/s">שלחו לחבר</a> <a href="/p">הדפסה</a> <a href="/c">תגובות (12)</a></div>`, "שלחו", false},
		{"behind a label, glued to it", `<div>شارك<a href="#">فيسبوك</a> <a href="#">تويتر</a> <a href="#">نسخ الرابط</a></div>`, "شارك", false},
		{"with counts between", `<div><a href="/f">Facebook</a> (31) <a href="/c">Add a comment</a> 4</div>`, "Facebook", false},
		{"one that is none", `<div><a href="/f">Facebook</a> <a href="/w">Harbour watch</a></div>`, "Facebook", true},
		{"names in a sentence", `<p>He left both <a href="/f">Facebook</a> and <a href="/t">Twitter</a></p>`, "He left", true},
	} {
		t.Run(tc.rule, func(t *testing.T) {
			if got := keptWith(t, between(t, tc.html+lastWord, .7), tc.start); got != tc.kept {
				t.Errorf("kept is %v, want %v", got, tc.kept)
			}
		})
	}
}

// TestBlocks_CountersOfPictures go where they count up, and marks of critics stay.
func TestBlocks_CountersOfPictures(t *testing.T) {
	for _, tc := range []struct {
		rule, html, start string
		kept              bool
	}{
		{"with a slash", "<div>1 / 3</div><div>2 / 3</div><div>3 / 3</div>", "2 / 3", false},
		{"in words and other digits", "<div>١ من ٢</div><div>٢ من ٢</div>", "٢ من ٢", false},
		{"marks of a critic", "<div>1/5</div><div>4/5</div><div>5/5</div>", "4/5", true},
		{"a lone fraction", "<div>1/2</div>", "1/2", true},
	} {
		t.Run(tc.rule, func(t *testing.T) {
			if got := keptWith(t, between(t, tc.html+lastWord, .7), tc.start); got != tc.kept {
				t.Errorf("kept is %v, want %v", got, tc.kept)
			}
		})
	}
}

// TestBlocks_PlainThread: comments below a plain line that heads them go where they
// are signed and the model is in doubt, and text stays.
func TestBlocks_PlainThread(t *testing.T) {
	const (
		comment = "The quay was never wide enough for two lorries and a hand cart"
		signed  = "<table><tr><td>1 - <b>Old Salt</b> - 22/6/2011 9:14:00</td></tr><tr><td>" + comment + "</td></tr><tr><td>2 - <b>Gull</b> - 22/6/2011 11:50:00</td></tr><tr><td>Hear, hear</td></tr></table>"
	)
	for _, tc := range []struct {
		rule, html string
		p          float32
		kept       bool
	}{
		{"signed with dates", "<table><tr><td>Comments</td></tr></table>" + signed, .7, false},
		{"where the model is sure", "<table><tr><td>Comments</td></tr></table>" + signed, .95, true},
		{"without a heading", signed, .7, true},
		{"with the article going on below", "<table><tr><td>Comments</td></tr></table>" + signed + lastWord, .7, true},
	} {
		t.Run(tc.rule, func(t *testing.T) {
			if got := keptWith(t, between(t, tc.html, tc.p), comment); got != tc.kept {
				t.Errorf("kept is %v, want %v", got, tc.kept)
			}
		})
	}
}

// TestBlocks_RuleAboveTheSignature goes with it.
func TestBlocks_RuleAboveTheSignature(t *testing.T) {
	blocks := between(t, lastWord+"<p>ـــــــــ</p><p>ف.أ/ س.ك</p>", .9)
	for _, start := range []string{"ـ", "ف.أ"} {
		if keptWith(t, blocks, start) {
			t.Errorf("%q is kept", start)
		}
	}
	if !keptWith(t, blocks, "The last ferry") {
		t.Error("the last paragraph is not kept")
	}
}
