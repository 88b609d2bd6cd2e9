package meta

import (
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"matn/clean/block"
	"matn/clean/internal/dom"
	"matn/clean/internal/segment"
)

// fuzzPages are one page for each source of fields.
func fuzzPages() []string {
	return []string{
		page(`<title>River closes the old bridge at Amberford | Amber Post</title><meta property="og:title" content="River closes the old bridge &amp; road"><meta property="og:locale" content="en_US">`,
			`<p>By Jane Doe and John Roe | 7/14/2016, 9:16 pm</p>`),
		page(`<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"River closes","author":[{"@id":"#a"},"Jane"],"datePublished":"2016-07-14T21:16:05Z","image":{"url":"/a.png"}},{"@id":"#a","name":"Jane Doe"}]}</script>`,
			`<p><time datetime="2016-07-15">١٥ يوليو ٢٠١٦</time> - آخر تحديث: ١٦ يوليو ٢٠١٦</p>`),
		page(`<base href="/x/"><link rel="canonical" href="a?b=c#d"><meta name="citation_author" content="Doe, Jane"><meta name="date" content="20160714">`,
			`<h1>Amber Post</h1><p>Written by</p><p>Jane Doe</p><p>Join date: May 2012</p>`),
		`<html dir="rtl" lang="ar"><h1><span class="kicker">رياضة</span> فوز الفريق<small>في مباراة</small></h1><p>كتب - أحمد علي</p><p>منذ ساعتين</p>`,
		`<script type="application/ld+json">[{"@type":["Article"],"author":{"name":["a",["b"]]},"keywords":"a,b"},`,
	}
}

// FuzzExtractRoles reads pages whose blocks have roles of all kinds.
func FuzzExtractRoles(f *testing.F) {
	for _, s := range fuzzPages() {
		f.Add(s, "https://paper.example/2016/07/14/x")
		f.Add(s, "")
	}
	f.Fuzz(func(t *testing.T, src, address string) {
		doc, err := dom.Parse([]byte(src), dom.Limits{})
		if err != nil {
			return
		}
		h := ReadHead(doc)
		l := segment.HTML(doc, h.Hints().Bodies)
		for i := range l.Blocks { // roles by place: what labelling says does not matter here
			l.Blocks[i].Role = block.Role(i % int(block.RoleUnlikely))
			l.Blocks[i].Kept = l.Blocks[i].Role.Content()
		}
		p := Page{URL: address, Now: time.Date(2020, 10, 15, 14, 30, 0, 0, time.UTC), General: len(src)%2 == 0}
		m := Extract(h, l, p)
		checkMeta(t, m, p)
		if again := Extract(h, l, p); again.Title != m.Title || again.Published != m.Published || strings.Join(again.Authors, ";") != strings.Join(m.Authors, ";") {
			t.Errorf("extracting again: %+v, then %+v", m, again)
		}
	})
}

// checkMeta holds what is true of every Meta.
func checkMeta(t *testing.T, m Meta, p Page) {
	t.Helper()
	for field, s := range map[string]string{
		"title": m.Title, "subtitle": m.Subtitle, "site": m.Site, "section": m.Section, "description": m.Description,
		"source": m.Source, "dateline": m.Dateline, "canonical_url": m.CanonicalURL, "image": m.ImageURL,
		"authors": strings.Join(m.Authors, ""), "tags": strings.Join(m.Tags, ""),
	} {
		if !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) || strings.TrimSpace(s) != s {
			t.Errorf("%s: %q", field, s)
		}
		if (s != "") != (m.From[field] != "") {
			t.Errorf("%s %q from %q", field, s, m.From[field])
		}
	}
	for field, d := range map[string]interface{ IsZero() bool }{"published": m.Published, "modified": m.Modified} {
		if d.IsZero() == (m.From[field] != "") {
			t.Errorf("%s %v from %q", field, d, m.From[field])
		}
	}
	if !m.Published.IsZero() && (m.Published.Time.Year() < firstYear || m.Published.Time.After(p.Now.Add(slack))) {
		t.Errorf("published %v", m.Published)
	}
}
