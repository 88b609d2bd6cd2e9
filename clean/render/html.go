package render

import (
	"io"
	"strconv"

	"matn/clean"
	"matn/clean/block"
)

// HTML writes a as one HTML document of UTF-8. It is safe as it stands: it holds
// no element, attribute or address but those written here, so no script, style
// or embedded content of the page can be in it. The body is in <article>.
func HTML(w io.Writer, a *clean.Article) error {
	d := newHTMLDoc(a)
	d.head(a)
	d.raw("<body>\n<article>\n")
	d.header(a)
	for _, s := range outline(a) {
		d.step(s)
	}
	d.raw("</article>\n</body>\n</html>\n")
	return writeAll(w, d.out)
}

// htmlDoc is a document under construction.
type htmlDoc struct {
	markup
	rtl bool // the text around code runs from right to left
}

func newHTMLDoc(a *clean.Article) htmlDoc { return htmlDoc{newMarkup(a), a.Direction == "rtl"} }

// head writes what the document says of itself: all that a reader's browser or
// library can use.
func (d *htmlDoc) head(a *clean.Article) {
	d.raw("<!DOCTYPE html>\n<html")
	d.attr("lang", languageTag(a.Language))
	d.attr("dir", direction(a.Direction))
	d.raw(">\n<head>\n<meta charset=\"utf-8\">\n")
	d.raw("<meta name=\"viewport\" content=\"width=device-width\">\n<title>")
	d.escape(scrubLine(a.Title))
	d.raw("</title>\n")
	for _, name := range a.Authors {
		d.meta("name", "author", name)
	}
	d.meta("name", "description", a.Description)
	d.meta("property", "og:site_name", a.Site)
	d.meta("property", "article:published_time", a.Published.String())
	d.meta("property", "article:modified_time", a.Modified.String())
	d.meta("property", "article:section", a.Section)
	for _, tag := range a.Tags {
		d.meta("property", "article:tag", tag)
	}
	if link := sourceURL(a); link != "" {
		d.raw("<link rel=\"canonical\"")
		d.attr("href", link)
		d.raw(">\n")
	}
	d.raw("</head>\n")
}

// header writes the title, and the standfirst where the body does not have it.
func (d *htmlDoc) header(a *clean.Article) {
	title, subtitle := scrubLine(a.Title), subtitleOf(a)
	if title == "" && subtitle == "" {
		return
	}
	d.raw("<header>\n")
	if title != "" {
		d.raw("<h1>")
		d.escape(title)
		d.raw("</h1>\n")
	}
	if subtitle != "" {
		d.raw("<p role=\"doc-subtitle\">")
		d.escape(subtitle)
		d.raw("</p>\n")
	}
	d.raw("</header>\n")
}

func (d *htmlDoc) step(s step) {
	switch s.op {
	case opParagraph:
		d.raw("<p>")
		d.inline(d.in.block(s.block))
		d.raw("</p>\n")
	case opHeading:
		level := strconv.Itoa(s.level)
		d.raw("<h" + level + ">")
		d.inline(d.in.block(s.block))
		d.raw("</h" + level + ">\n")
	case opCode: // program text runs left to right on any page
		d.raw("<pre dir=\"ltr\"><code>")
		d.escape(scrub(s.block.Text))
		d.raw("</code></pre>\n")
	case opItem:
		d.raw("<li>")
		d.inline(d.in.block(s.block))
	case opItemEnd:
		d.raw("</li>\n")
	case opRow:
		d.raw("<tr>")
		d.in.cells(s.block, func(cell []piece) {
			d.raw("<td>")
			d.inline(cell)
			d.raw("</td>")
		})
		d.raw("</tr>\n")
	default:
		d.container(s)
	}
}

// container opens or closes an element around blocks.
func (d *htmlDoc) container(s step) {
	switch s.op {
	case opQuote:
		d.raw("<blockquote>\n")
	case opQuoteEnd:
		d.raw("</blockquote>\n")
	case opTable:
		d.raw("<table>\n<tbody>\n")
	case opTableEnd:
		d.raw("</tbody>\n</table>\n")
	case opList:
		switch {
		case s.ordered && s.start > 1:
			d.newLine("<ol start=\"" + strconv.Itoa(s.start) + "\">\n")
		case s.ordered:
			d.newLine("<ol>\n")
		default:
			d.newLine("<ul>\n")
		}
	case opListEnd:
		if s.ordered {
			d.raw("</ol>\n")
		} else {
			d.raw("</ul>\n")
		}
	}
}

// inline writes a block's pieces.
func (d *htmlDoc) inline(pieces []piece) {
	for _, p := range pieces {
		switch {
		case p.kind == pieceText:
			d.lines(p.text, "<br>\n")
		case p.kind == pieceBegin && p.mark == block.Link:
			d.raw("<a")
			d.attr("href", p.href)
			d.raw(">")
		case p.kind == pieceBegin && p.mark == block.InlineCode && d.rtl:
			d.raw("<code dir=\"ltr\">")
		case p.kind == pieceBegin:
			d.raw("<" + htmlMark(p.mark) + ">")
		default:
			d.raw("</" + htmlMark(p.mark) + ">")
		}
	}
}

func htmlMark(m block.Mark) string {
	switch m {
	case block.Link:
		return "a"
	case block.Strong:
		return "strong"
	case block.Emphasis:
		return "em"
	}
	return "code"
}

func (d *htmlDoc) meta(kind, name, value string) {
	if value = scrubLine(value); value == "" {
		return
	}
	d.raw("<meta")
	d.attr(kind, name)
	d.attr("content", value)
	d.raw(">\n")
}
