package markup_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"matn/clean/internal/decode"
	"matn/clean/internal/markup"
)

// outline writes a tree a node a line, without what the two parsers do not share:
// comments, doctype, where texts are joined, letter case and namespaces of names
// in SVG, the order of attributes.
func outline(root *html.Node) string {
	var out, text strings.Builder
	depth := 0
	flush := func() {
		if text.Len() > 0 {
			fmt.Fprintf(&out, "%*s%q\n", depth, "", text.String())
			text.Reset()
		}
	}
	for n := root.FirstChild; n != nil; {
		switch n.Type {
		case html.TextNode:
			text.WriteString(n.Data)
		case html.ElementNode:
			flush()
			fmt.Fprintf(&out, "%*s<%s %s%s>\n", depth, "", strings.ToLower(n.Data), n.Namespace, attrs(n))
			if n.FirstChild != nil {
				depth++
				n = n.FirstChild
				continue
			}
		}
		for n.NextSibling == nil && n != root {
			flush()
			depth--
			n = n.Parent
		}
		if n == root {
			break
		}
		n = n.NextSibling
	}
	flush()
	return out.String()
}

func attrs(n *html.Node) string {
	var all []string
	for _, a := range n.Attr {
		key := a.Key
		if a.Namespace != "" {
			key = a.Namespace + ":" + key
		}
		all = append(all, fmt.Sprintf(" %s=%q", strings.ToLower(key), a.Val))
	}
	slices.Sort(all)
	return strings.Join(all, "")
}

// differs returns the first lines in which the tree of a page differs from that
// of html.Parse, "" if none. Pages deeper than html.Parse reads have no tree to
// compare.
func differs(page []byte) string {
	want, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return ""
	}
	return firstLine(outline(markup.Parse(page).Root), outline(want))
}

func firstLine(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(a), len(b)) {
		var x, y string
		if i < len(a) {
			x = a[i]
		}
		if i < len(b) {
			y = b[i]
		}
		if x != y {
			return fmt.Sprintf("line %d:\n got %.300s\nwant %.300s\nbehind %.300s", i, x, y, strings.Join(a[max(0, i-3):min(i, len(a))], "\n"))
		}
	}
	return ""
}

func TestParse_TreesOfACorpusAreThoseOfTheLibrary(t *testing.T) {
	dirs := os.Getenv("MATN_CORPUS")
	if dirs == "" {
		t.Skip("MATN_CORPUS names no directories with html/*.html, separated by commas")
	}
	for dir := range strings.SplitSeq(dirs, ",") {
		pages, _ := filepath.Glob(filepath.Join(dir, "html", "*.html"))
		if len(pages) == 0 {
			t.Fatalf("%s has no html/*.html", dir)
		}
		other := 0
		for _, path := range pages {
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			page, _ := decode.Bytes(raw, "")
			if d := differs(page); d != "" {
				other++
				t.Logf("%s: %s", path, d)
			}
		}
		t.Logf("%s: %d of %d pages differ", dir, other, len(pages))
	}
}
