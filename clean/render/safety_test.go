package render_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"matn/clean"
)

// checkSafe holds for whatever an article says, in every format.
func checkSafe(t *testing.T, format, out string) {
	t.Helper()
	if !utf8.ValidString(out) {
		t.Errorf("%s is not UTF-8", format)
	}
	if i := strings.IndexFunc(out, harmful); i >= 0 {
		t.Errorf("%s holds %+q", format, out[i:min(len(out), i+8)])
	}
	switch format {
	case "html":
		checkElements(t, out)
	case "json", "jsonl":
		if !json.Valid([]byte(out)) {
			t.Errorf("%s is not JSON", format)
		}
	case "tei":
		xmlText(t, out)
	}
}

func harmful(r rune) bool {
	return r < ' ' && r != '\n' && r != '\t' || r >= 0x7F && r < 0xA0 ||
		r == 0x202D || r == 0x202E || r == 0xFEFF || r == 0xFFFE || r == 0xFFFF
}

// ours are the elements that HTML writes, with the attributes they may have.
var ours = map[atom.Atom]string{
	atom.Html: "lang dir", atom.Head: "", atom.Meta: "charset name property content", atom.Title: "",
	atom.Link: "rel href", atom.Body: "", atom.Article: "", atom.Header: "", atom.H1: "", atom.H2: "",
	atom.H3: "", atom.H4: "", atom.H5: "", atom.H6: "", atom.P: "role", atom.A: "href", atom.Strong: "",
	atom.Em: "", atom.Code: "dir", atom.Br: "", atom.Ul: "", atom.Ol: "start", atom.Li: "", atom.Blockquote: "",
	atom.Pre: "dir", atom.Table: "", atom.Tbody: "", atom.Tr: "", atom.Td: "",
}

func checkElements(t *testing.T, out string) {
	t.Helper()
	for n := range parseHTML(t, out).Descendants() {
		if n.Type == html.CommentNode {
			t.Errorf("comment %q", n.Data)
		}
		if n.Type != html.ElementNode {
			continue
		}
		attrs, ok := ours[n.DataAtom]
		if !ok {
			t.Errorf("element <%s>", n.Data)
		}
		for _, a := range n.Attr {
			if !strings.Contains(" "+attrs+" ", " "+a.Key+" ") {
				t.Errorf("attribute %s of <%s>", a.Key, n.Data)
			}
			if a.Key == "href" && !strings.HasPrefix(a.Val, "http://") && !strings.HasPrefix(a.Val, "https://") && !strings.HasPrefix(a.Val, "mailto:") {
				t.Errorf("link to %q", a.Val)
			}
		}
	}
}

func parseHTML(t *testing.T, out string) *html.Node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// words joins what is not white space: layout may differ, text may not.
func words(s string) string {
	return strings.Join(strings.FieldsFunc(s, unicode.IsSpace), "")
}

// nodeText is the text inside the first element with tag, "" when there is none.
func nodeText(root *html.Node, tag atom.Atom) string {
	for n := range root.Descendants() {
		if n.DataAtom != tag {
			continue
		}
		var text strings.Builder
		for d := range n.Descendants() {
			if d.Type == html.TextNode {
				text.WriteString(d.Data)
			}
		}
		return text.String()
	}
	return ""
}

// xmlText parses all of out and returns the text inside <text>.
func xmlText(t *testing.T, out string) string {
	t.Helper()
	dec := xml.NewDecoder(strings.NewReader(out))
	var text strings.Builder
	inText := false
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return text.String()
		}
		if err != nil {
			t.Fatalf("tei is not well-formed: %v\n%s", err, out)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			inText = inText || tok.Name.Local == "text"
		case xml.CharData:
			if inText {
				text.Write(tok)
			}
		}
	}
}

// markdownText is what a reader of the Markdown sees, as another program
// renders it.
func markdownText(t *testing.T, out string) string {
	t.Helper()
	// Without boxes of tasks: a link "[x](...)" is one to goldmark, and none to GFM.
	md := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough))
	var page bytes.Buffer
	if err := md.Convert([]byte(out), &page); err != nil {
		t.Fatal(err)
	}
	return nodeText(parseHTML(t, page.String()), atom.Body)
}

// checkText: every format says what the text format says, under the title.
func checkText(t *testing.T, a *clean.Article, formats map[string]string) {
	t.Helper()
	title := a.Title
	if a.Subtitle != "" && !strings.HasPrefix(a.Body, a.Subtitle) {
		title += a.Subtitle
	}
	want := words(written(t, "text", &clean.Article{Body: title + "\n\n" + a.Body}, noOptions))
	if got := words(nodeText(parseHTML(t, formats["html"]), atom.Article)); got != want {
		t.Errorf("html\n got %q\nwant %q", got, want)
	}
	if got := words(xmlText(t, formats["tei"])); got != want {
		t.Errorf("tei\n got %q\nwant %q", got, want)
	}
	if got := words(markdownText(t, formats["markdown"])); got != want {
		t.Errorf("markdown\n got %q\nwant %q\n out %s", got, want, formats["markdown"])
	}
}
