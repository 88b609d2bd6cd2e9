package clean_test

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"matn/clean"
)

// twiceEncoded is s as a database shows it that took its UTF-8 for windows-1252.
func twiceEncoded(t *testing.T, s string) string {
	t.Helper()
	var out strings.Builder
	for _, c := range []byte(s) {
		r := charmap.Windows1252.DecodeByte(c)
		if r == '\uFFFD' {
			r = rune(c) // as browsers read the bytes that the table leaves out
		}
		out.WriteRune(r)
	}
	return out.String()
}

func cleaner(t *testing.T) *clean.Cleaner {
	t.Helper()
	c, err := clean.New(clean.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestHTML_ArticleEncodedTwiceInGenuineTemplate is an old article, damaged when
// the database of its paper moved, in the template of today.
func TestHTML_ArticleEncodedTwiceInGenuineTemplate(t *testing.T) {
	paragraphs := []string{
		"افتتح رئيس البلدية صباح اليوم الجسر الجديد الذي يربط ضفتي النهر، بعد عامين من الأعمال التي تأخرت أكثر من مرة.",
		"وقال إن الرحلة بين الحيين ستقصر إلى النصف، وإن سكان القرى المجاورة انتظروا هذا اليوم طويلا.",
		"وأضاف المهندس المشرف على المشروع أن الجسر اجتاز اختبارات التحميل كلها، وأن الشاحنات ستعبره ابتداء من الشهر المقبل.",
	}
	var page strings.Builder
	page.WriteString(`<html lang="ar"><head><title>افتتاح الجسر - جريدة الميناء</title></head><body>
<nav><a href="/">الرئيسية</a> <a href="/l">أخبار محلية</a> <a href="/e">اقتصاد</a> <a href="/s">رياضة</a> <a href="/c">ثقافة وفنون</a></nav>
<article><h1>افتتاح الجسر</h1>`)
	for _, p := range paragraphs {
		page.WriteString("<p>" + twiceEncoded(t, p) + "</p>\n")
	}
	page.WriteString(`</article><footer>جميع الحقوق محفوظة لجريدة الميناء، ولا يجوز النقل إلا بإذن مكتوب من إدارة الجريدة.</footer></body></html>`)
	a, err := cleaner(t).HTML([]byte(page.String()), clean.PageInfo{})
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.Join(paragraphs, "\n\n"); a.Body != want {
		t.Errorf("body:\n%s\nwant:\n%s", a.Body, want)
	}
	if a.Title != "افتتاح الجسر" {
		t.Errorf("title %q: genuine text was changed", a.Title)
	}
	if len(a.Warnings) != 1 || !strings.Contains(a.Warnings[0], "mojibake") {
		t.Errorf("warnings %q", a.Warnings)
	}
}

// TestText_TemplateInAnotherCharset: furniture in windows-1252 has the whole of a
// page taken for that; the article, in UTF-8, must not stay so.
func TestText_TemplateInAnotherCharset(t *testing.T) {
	c := cleaner(t)
	text := "R\xe9gion | \xc9conomie | Soci\xe9t\xe9 | Plan\xe8te | T\xe9l\xe9vision | Sant\xe9 | \xc9tudes | Num\xe9rique\n" +
		"La mairie a annoncé ce matin l’ouverture du pont qui relie les deux rives, après deux années de travaux retardés par les crues répétées de la rivière.\n" +
		"Les habitants des villages voisins l’attendaient depuis longtemps, dit le maire, qui a remercié les équipes du chantier.\n" +
		"\xc0 lire \xe9galement : l'\xe9t\xe9 des f\xeates\n"
	once, err := c.Text([]byte(text), clean.PageInfo{})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(once.Body, "La mairie a annoncé ce matin l’ouverture") {
		t.Errorf("body %q", once.Body)
	}
	twice, err := c.Text([]byte(once.Body), clean.PageInfo{})
	if err != nil || twice.Body != once.Body {
		t.Errorf("cleaning again: %v\n%q\nbecame\n%q", err, once.Body, twice.Body)
	}
}
