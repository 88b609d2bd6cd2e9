package rules_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"matn/clean"
	"matn/clean/block"
	"matn/clean/rules"
)

// whole has every key.
var whole = fixture("harbour.yaml")

func fixture(name string) string {
	b, err := os.ReadFile(filepath.Join("..", "..", "fixtures", "rules", name))
	if err != nil {
		panic(err)
	}
	return string(b)
}

func parse(t testing.TB, src string) rules.Set {
	t.Helper()
	set, err := rules.Parse("harbour.yaml", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestParse_AllKeys(t *testing.T) {
	set := parse(t, whole)
	r := set[0]
	if len(set) != 2 || r.Hosts[0] != "harbour.example" || r.Hosts[1] != "hafen.example" || len(r.Date) != 2 ||
		r.Date[1].Line != 7 || r.Strip[1].Text != "#related" || r.Charset != "windows-1256" || r.Language != "ar" {
		t.Errorf("%+v", r)
	}
}

func TestParse_MistakesNameTheLine(t *testing.T) {
	tests := []struct{ rule, src, want string }{
		{"unknown key", "host: a.example\nbodi: p\n", `x.yaml:2: unknown key "bodi"; the keys are host, body, title, date, author, strip, strip-phrases, keep-phrases, charset, language`},
		{"selector", "host: a.example\nbody: p\nstrip:\n  - .x\n  - div[\n", `x.yaml:5: "div[" is no CSS selector: expected identifier, found EOF instead`},
		{"no host", "body: p\n", `x.yaml:1: host is missing: the site that these rules are for`},
		{"host with a path", "host: a.example/x\n", `x.yaml:1: "a.example/x" is no host; write it like paper.example`},
		{"a map for a text", "host: a.example\nbody: {a: b}\n", `x.yaml:2: a text or a list of texts is wanted here`},
		{"phrase without words", "host: a.example\nstrip-phrases: ['…']\n", `x.yaml:2: phrase "…" has no words`},
		{"charset", "host: a.example\ncharset: arabic-1\n", `x.yaml:2: charset "arabic-1": is no charset of the web; write it like windows-1256`},
		{"two charsets", "host: a.example\ncharset: [utf-8,\n windows-1256]\n", `x.yaml:3: charset has one value`},
		{"language", "host: a.example\nlanguage: Arabic!\n", `x.yaml:2: language "Arabic!": is no language tag; write it like ar or pt-BR`},
		{"same host twice", "host: a.example\n---\nhost: www.a.example\n", `x.yaml:3: two rules for host a.example, the others on line 1; make one of them`},
		{"no YAML", "host: [a\n", `x.yaml:1: sequence end token ']' not found`},
		{"no map", "- a\n", `x.yaml:1: lines "key: value" are wanted here; the keys are host, body, title, date, author, strip, strip-phrases, keep-phrases, charset, language`},
		{"no value", "host: a.example\nbody:\n", `x.yaml:2: a value is missing here`},
		{"no hosts", "host: []\nbody: p\n", `x.yaml:1: host is missing: the site that these rules are for`},
		{"a list in a list", "host: [[a.example]]\n", `x.yaml:1: a list in a list`},
		{"an alias", "host: a.example\nbody: &b .x\nstrip: *b\n", `x.yaml:3: an alias is not understood here: write the value out`},
		{"a tag", "host: a.example\nbody: !!str div[\n", `x.yaml:2: "div[" is no CSS selector: expected identifier, found EOF instead`},
		{"second document", "host: a.example\n---\nhost: b.example\nbody: 'p:nope'\n", `x.yaml:4: "p:nope" is no CSS selector: unknown pseudoclass or pseudoelement :nope`},
		{"empty", "# nothing\n", `x.yaml: it has no rules; give at least host, and one of host, body, title, date, author, strip, strip-phrases, keep-phrases, charset, language`},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			_, err := rules.Parse("x.yaml", []byte(tt.src))
			var e *rules.Error
			if !errors.As(err, &e) || e.Error() != "rules: "+tt.want {
				t.Errorf("got  %v\nwant rules: %s", err, tt.want)
			}
		})
	}
}

func TestParse_TellsAllMistakes(t *testing.T) {
	const src = "host: a.example/x\nbodi: p\nstrip: ['div[', .x, '##']\n---\nhost: b.example\nlanguage: Arabic!\ncharset: [x-1, x-2]\n---\nhost: b.example\n"
	_, err := rules.Parse("x.yaml", []byte(src))
	var all rules.Errors
	if !errors.As(err, &all) {
		t.Fatalf("got %v", err)
	}
	lines := ""
	for _, e := range all {
		lines += fmt.Sprintf("%s:%d ", e.File, e.Line)
	}
	if want := "x.yaml:1 x.yaml:2 x.yaml:3 x.yaml:3 x.yaml:6 x.yaml:7 x.yaml:7 x.yaml:9 "; lines != want {
		t.Errorf("mistakes at %s\nwant        %s", lines, want)
	}
	if want := `rules: x.yaml:1: "a.example/x" is no host; write it like paper.example; 7 more mistakes in this file`; err.Error() != want {
		t.Errorf("%v\nwant %s", err, want)
	}
}

func TestFor_LongestHostWins(t *testing.T) {
	set := parse(t, whole)
	for url, want := range map[string]string{
		"https://www.harbour.example/1": "harbour.example", "http://m.harbour.example": "harbour.example",
		"https://post.harbour.example/": "post.harbour.example", "https://a.post.harbour.example": "post.harbour.example",
		"https://hafen.example/x": "harbour.example", "https://notharbour.example/": "", "": "", "/x": "",
	} {
		got := ""
		if r := set.For(url); r != nil {
			got = r.Hosts[0]
		}
		if got != want {
			t.Errorf("For(%q) = %q, want %q", url, got, want)
		}
	}
	if one := set[:1]; one.For("") != one[0] || one.For("https://other.example/") != nil {
		t.Error("lone rules are for pages without an address, and for no other site")
	}
}

const page = `<html><head><title>Old ferry sold - Harbour</title></head><body>
<div class="menu"><a href="/">Home</a></div>
<article><h1 class="headline">The old ferry was sold</h1><div class="byline">By <a href="/a">Ada Quay</a> and <a href="/b">Ben Pier</a></div>
<time class="published" datetime="2024-03-05T10:00:00Z">long ago</time>
<div class="text"><p>The old ferry that had carried the people of the island for forty years was sold to a museum.</p>
<div class="share"><p>Tell all your friends about the ferry that you have just read of here.</p></div>
<p>Its captain said he would visit it there every Sunday as long as he could walk.</p>
<p>Read  ALSO: the new ferry is late again, and nobody on the quay knows why it is.</p></div>
<p>Legal notice: the text above may be printed again by anyone who names the paper.</p></article></body></html>`

func cleaned(t *testing.T, src string) *clean.Article {
	t.Helper()
	c, err := clean.New(clean.Options{})
	if err != nil {
		t.Fatal(err)
	}
	a, err := c.HTML([]byte(page), clean.PageInfo{Rules: parse(t, src).For("")})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestApply_WhatAPersonSaysWins(t *testing.T) {
	a := cleaned(t, `
host: harbour.example
body: article .text
title: h1.headline
date: time.published
author: .byline a
strip: .share
strip-phrases: [read also]
keep-phrases: [legal notice]
language: ar
`)
	const want = "The old ferry that had carried the people of the island for forty years was sold to a museum.\n\n" +
		"Its captain said he would visit it there every Sunday as long as he could walk.\n\n" +
		"Legal notice: the text above may be printed again by anyone who names the paper."
	if a.Body != want {
		t.Errorf("body %q\nwant %q", a.Body, want)
	}
	if a.Title != "The old ferry was sold" || fmt.Sprint(a.Authors) != "[Ada Quay Ben Pier]" || a.Published.String() != "2024-03-05T10:00:00Z" || a.Language != "ar" || a.Direction != "rtl" {
		t.Errorf("title %q, authors %q, date %v, language %s %s", a.Title, a.Authors, a.Published, a.Language, a.Direction)
	}
	for _, field := range []string{"title", "authors", "published", "language"} {
		if a.Provenance[field] != "rules" {
			t.Errorf("%s is from %q", field, a.Provenance[field])
		}
	}
	if len(a.Warnings) > 0 {
		t.Errorf("warnings %q", a.Warnings)
	}
	for _, b := range a.Blocks {
		if b.Kept && b.Reason.Stage != block.Rules {
			t.Errorf("%q was kept by %v", b.Text, b.Reason.Stage)
		}
	}
}

func TestApply_BodyThatIsNotFoundChangesNothingAndIsTold(t *testing.T) {
	a := cleaned(t, "host: harbour.example\nbody: .story\ntitle: [.a, .b]\n")
	if want := cleaned(t, "host: harbour.example\nstrip: .nothing\n"); a.Body != want.Body || a.Title != want.Title {
		t.Errorf("body %q, want %q", a.Body, want.Body)
	}
	want := `[harbour.yaml:3: title ".a, .b" found nothing harbour.yaml:2: body ".story" found nothing]`
	if fmt.Sprint(a.Warnings) != want {
		t.Errorf("warnings %q, want %s", a.Warnings, want)
	}
}

func TestApply_CharsetOfRulesWins(t *testing.T) {
	c, err := clean.New(clean.Options{})
	if err != nil {
		t.Fatal(err)
	}
	set := parse(t, "host: a.example\ncharset: windows-1251\n")
	text := "\xcf\xee\xf0\xf2 \xe7\xe0\xea\xf0\xfb\xf2 \xe4\xee \xf3\xf2\xf0\xe0, \xf1\xea\xe0\xe7\xe0\xeb \xea\xe0\xef\xe8\xf2\xe0\xed \xef\xe0\xf0\xee\xec\xe0." // Порт закрыт до утра, сказал капитан парома.
	a, err := c.Text([]byte(text), clean.PageInfo{Rules: set[0], ContentType: "text/plain; charset=windows-1256"})
	if a == nil || len(a.Blocks) != 1 || a.Blocks[0].Text != "Порт закрыт до утра, сказал капитан парома." {
		t.Errorf("%v, %+v", err, a)
	}
}

func TestApply_PhrasesHoldForFlattenedText(t *testing.T) {
	blocks := []block.Block{{Text: "اِقرأ أيضًا: خبر آخر", Kept: true}, {Text: "القارئ أيضا"}, {Text: "تنويه ١٢"}}
	parse(t, "host: a.example\nstrip-phrases: [اقرا ايضا]\nkeep-phrases: [تنويه 12]\n")[0].Apply(nil, blocks)
	if blocks[0].Kept || blocks[1].Kept || !blocks[2].Kept {
		t.Errorf("%+v", blocks)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(whole)
	f.Add("host: a.example\nbody: |\n  p\n")
	f.Add("host: &x a.example\nbody: *x\n")
	f.Fuzz(func(t *testing.T, src string) {
		set, err := rules.Parse("f.yaml", []byte(src))
		var e *rules.Error
		if err != nil {
			if !errors.As(err, &e) {
				t.Fatalf("undocumented error %v", err)
			}
			return
		}
		for _, r := range set {
			if len(r.Hosts) == 0 {
				t.Fatal("rules for no host")
			}
			r.Apply(nil, []block.Block{{Text: src}, {Text: "a"}})
		}
	})
}

func ExampleParse() {
	set, err := rules.Parse("paper.yaml", []byte("host: paper.example\nbody: article .text\nstrip: [.share]\n"))
	if err != nil {
		fmt.Println(err)
		return
	}
	r := set.For("https://www.paper.example/news/1")
	fmt.Println(r.Hosts[0], r.Body[0].Text, r.Strip[0].Line)
	// Output: paper.example article .text 3
}

func ExampleImport() {
	in, err := rules.Import("paper.example.txt", []byte("body: //div[@id='story']\nstrip: //h1/preceding::p\n"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s", in.YAML)
	// Output:
	// # from paper.example.txt
	// # line 2 left out (no CSS selector says the same: at "::p"): strip: //h1/preceding::p
	// host: paper.example
	// body:
	// - div[id="story"]
}
