package decode

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

// BenchmarkBytes reads pages made of paragraphs in markup, as a paper's are.
func BenchmarkBytes(b *testing.B) {
	arabic := "<div class=\"text\"><p>أعلنت البلدية صباح اليوم افتتاح الجسر الجديد الذي يربط ضفتي النهر.</p></div>\n"
	legacy, err := charmap.Windows1256.NewEncoder().String(arabic)
	if err != nil {
		b.Fatal(err)
	}
	for _, src := range []struct{ name, paragraph string }{
		{"utf8-arabic", arabic},
		{"ascii", "<div class=\"text\"><p>The council opened the new bridge this morning, after two years of work.</p></div>\n"},
		{"utf8-english", "<div class=\"text\"><p>The council’s engineer opened the bridge this morning, after two years.</p></div>\n"},
		{"windows-1256", legacy},
	} {
		for _, kb := range []int{10, 100, 1000} {
			page := []byte(strings.Repeat(src.paragraph, kb<<10/len(src.paragraph)))
			b.Run(fmt.Sprintf("%s/%dKB", src.name, kb), func(b *testing.B) {
				b.SetBytes(int64(len(page)))
				b.ReportAllocs()
				for b.Loop() {
					if out, _ := Bytes(page, ""); len(out) == 0 {
						b.Fatal("nothing read")
					}
				}
			})
		}
	}
}

// BenchmarkBytes_Hostile proves that broken markup costs linear time.
func BenchmarkBytes_Hostile(b *testing.B) {
	for name, part := range map[string]string{"comments": "<!--\xC7", "tags": "<a \xC7", "scripts": "<script>\xC7", "metas": "<meta charset=x>\xC7", "ends": "<script></\xC7"} {
		for _, kb := range []int{100, 1000} {
			page := bytes.Repeat([]byte(part), kb<<10/len(part))
			b.Run(fmt.Sprintf("%s/%dKB", name, kb), func(b *testing.B) {
				b.SetBytes(int64(len(page)))
				for b.Loop() {
					Bytes(page, "")
				}
			})
		}
	}
}
