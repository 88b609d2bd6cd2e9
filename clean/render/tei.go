package render

import (
	"io"
	"strconv"
	"strings"

	"matn/clean"
	"matn/clean/block"
)

// TEI writes a as a TEI P5 document (https://tei-c.org/guidelines/p5/): a header
// with what is known of the article, then its text. A sub-heading opens a <div>.
func TEI(w io.Writer, a *clean.Article) error {
	d := teiDoc{markup: newMarkup(a)}
	d.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
	d.raw("<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n")
	d.header(a)
	d.raw("<text")
	d.attr("xml:lang", languageTag(a.Language))
	d.raw(">\n<body>\n")
	d.element("head", "", a.Title)
	d.element("head", " type=\"sub\"", subtitleOf(a))
	for _, s := range outline(a) {
		d.step(s)
	}
	if d.div {
		d.raw("</div>\n")
	}
	d.raw("</body>\n</text>\n</TEI>\n")
	return writeAll(w, d.out)
}

// teiDoc is a document under construction.
type teiDoc struct {
	markup
	div bool // inside the <div> of a sub-heading
}

// element writes a line of text in an element, or nothing where there is no text.
func (d *teiDoc) element(name, attrs, text string) {
	if text = scrubLine(text); text == "" {
		return
	}
	d.raw("<" + name + attrs + ">")
	d.escape(text)
	d.raw("</" + name + ">\n")
}

// header writes the <teiHeader>. Its three parts of <fileDesc> must be there
// even when nothing is known.
func (d *teiDoc) header(a *clean.Article) {
	d.raw("<teiHeader>\n<fileDesc>\n<titleStmt>\n")
	d.title(a)
	d.raw("</titleStmt>\n<publicationStmt>\n")
	if scrubLine(a.Site) == "" {
		d.raw("<p>unknown</p>\n")
	} else {
		d.element("publisher", "", a.Site)
		d.date(a.Published)
	}
	d.raw("</publicationStmt>\n<sourceDesc>\n<bibl>\n")
	d.title(a)
	d.element("publisher", "", a.Site)
	d.date(a.Published)
	if link := sourceURL(a); link != "" {
		d.raw("<ptr")
		d.attr("target", link)
		d.raw("/>\n")
	}
	d.raw("</bibl>\n</sourceDesc>\n</fileDesc>\n")
	d.encoding(a)
	d.profile(a)
	d.raw("</teiHeader>\n")
}

func (d *teiDoc) title(a *clean.Article) {
	d.raw("<title>")
	d.escape(scrubLine(a.Title))
	d.raw("</title>\n")
	for _, name := range a.Authors {
		d.element("author", "", name)
	}
}

func (d *teiDoc) date(day clean.Date) {
	when := day.String()
	if when == "" {
		return
	}
	d.raw("<date")
	d.attr("when", isoWhen(when))
	d.raw(">")
	d.escape(when)
	d.raw("</date>\n")
}

// isoWhen makes a time without seconds one that XML Schema knows.
func isoWhen(when string) string {
	if len(when) == len("2006-01-02T15:04") {
		return when + ":00"
	}
	return when
}

func (d *teiDoc) encoding(a *clean.Article) {
	name, version, ok := strings.Cut(scrubLine(a.Extractor), "/")
	if !ok || languageTag(name) == "" {
		return
	}
	d.raw("<encodingDesc>\n<appInfo>\n<application")
	d.attr("ident", name)
	d.attr("version", version)
	d.raw("><label>")
	d.escape(name)
	d.raw("</label></application>\n</appInfo>\n</encodingDesc>\n")
}

func (d *teiDoc) profile(a *clean.Article) {
	lang, about := languageTag(a.Language), scrubLine(a.Description)
	if lang == "" && about == "" && len(a.Tags) == 0 {
		return
	}
	d.raw("<profileDesc>\n")
	if about != "" {
		d.raw("<abstract>")
		d.element("p", "", about)
		d.raw("</abstract>\n")
	}
	if lang != "" {
		d.raw("<langUsage><language")
		d.attr("ident", lang)
		d.raw("/></langUsage>\n")
	}
	if len(a.Tags) > 0 {
		d.raw("<textClass>\n<keywords>\n")
		for _, tag := range a.Tags {
			d.raw("<term>")
			d.escape(scrubLine(tag))
			d.raw("</term>\n")
		}
		d.raw("</keywords>\n</textClass>\n")
	}
	d.raw("</profileDesc>\n")
}

func (d *teiDoc) step(s step) {
	switch s.op {
	case opParagraph:
		d.wrap("p", s.block)
	case opHeading:
		if d.div {
			d.raw("</div>\n")
		}
		d.div = true
		d.raw("<div>\n")
		d.wrap("head", s.block)
	case opCode:
		d.raw("<eg xml:space=\"preserve\">")
		d.escape(scrub(s.block.Text))
		d.raw("</eg>\n")
	case opItem:
		d.raw("<item>")
		d.inline(d.in.block(s.block))
	case opItemEnd:
		d.raw("</item>\n")
	case opRow:
		d.raw("<row>")
		d.in.cells(s.block, func(cell []piece) {
			d.raw("<cell>")
			d.inline(cell)
			d.raw("</cell>")
		})
		d.raw("</row>\n")
	default:
		d.container(s)
	}
}

// container opens or closes an element around blocks.
func (d *teiDoc) container(s step) {
	switch s.op {
	case opQuote:
		d.raw("<quote>\n")
	case opQuoteEnd:
		d.raw("</quote>\n")
	case opTable:
		d.raw("<table>\n")
	case opTableEnd:
		d.raw("</table>\n")
	case opListEnd:
		d.raw("</list>\n")
	case opList:
		switch {
		case s.ordered && s.start > 1:
			d.newLine("<list rend=\"numbered\" n=\"" + strconv.Itoa(s.start) + "\">\n")
		case s.ordered:
			d.newLine("<list rend=\"numbered\">\n")
		default:
			d.newLine("<list rend=\"bulleted\">\n")
		}
	}
}

func (d *teiDoc) wrap(name string, b *block.Block) {
	d.raw("<" + name + ">")
	d.inline(d.in.block(b))
	d.raw("</" + name + ">\n")
}

// inline writes a block's pieces.
func (d *teiDoc) inline(pieces []piece) {
	for _, p := range pieces {
		switch {
		case p.kind == pieceText:
			d.lines(p.text, "<lb/>")
		case p.kind == pieceEnd:
			d.raw("</" + teiMark(p.mark) + ">")
		case p.mark == block.Link:
			d.raw("<ref")
			d.attr("target", p.href)
			d.raw(">")
		case p.mark == block.Strong:
			d.raw("<hi rend=\"bold\">")
		case p.mark == block.Emphasis:
			d.raw("<hi rend=\"italic\">")
		default:
			d.raw("<code>")
		}
	}
}

func teiMark(m block.Mark) string {
	switch m {
	case block.Link:
		return "ref"
	case block.InlineCode:
		return "code"
	}
	return "hi"
}
