package render

import (
	"bytes"
	"io"
	"strconv"
	"strings"

	"matn/clean"
	"matn/clean/block"
)

// Markdown writes "# " and the title, then the body, as CommonMark with the
// tables of GitHub Flavored Markdown; a standfirst that the body does not begin
// with stands between them. Text of the page is escaped, so that it renders as
// it was read and never as markup. Line breaks are two spaces at a line's end.
// A table's first row becomes its header, as such tables must have one.
func Markdown(w io.Writer, a *clean.Article) error {
	d := mdDoc{in: newInliner(a.URL)}
	d.out = make([]byte, 0, len(a.Body)+len(a.Body)/8+512)
	if title := scrubLine(a.Title); title != "" {
		d.heading(1, []piece{{text: title}})
	}
	if subtitle := subtitleOf(a); subtitle != "" {
		d.paragraph([]piece{{text: subtitle}})
	}
	for _, s := range outline(a) {
		d.step(s)
	}
	return writeAll(w, d.out)
}

// mdDoc is a Markdown document under construction.
type mdDoc struct {
	out    []byte
	in     *inliner
	quote  bool // inside a quotation
	row    int  // rows written of the open table
	cols   int  // of the open table
	lists  []mdList
	closed mdList // the list that ended just before, if closed.depth > 0
}

// mdList is an open list. Two lists of one kind that follow each other must
// differ in their marker to stay two.
type mdList struct {
	depth   int // from 1
	ordered bool
	alt     bool // uses the other marker
	number  int  // of the next item
	indent  int  // columns before the marker
}

func (d *mdDoc) raw(s string) { d.out = append(d.out, s...) }

// gap begins a block: a blank line after the one before.
func (d *mdDoc) gap() {
	d.closed = mdList{}
	if len(d.out) == 0 {
		return
	}
	if d.quote && bytes.HasPrefix(d.out[bytes.LastIndexByte(d.out[:len(d.out)-1], '\n')+1:], []byte(">")) {
		d.raw(">")
	}
	d.raw("\n")
}

func (d *mdDoc) step(s step) {
	switch s.op {
	case opParagraph:
		d.paragraph(d.in.block(s.block))
	case opHeading:
		d.heading(s.level, d.in.block(s.block))
	case opCode:
		d.code(scrub(s.block.Text))
	case opRow:
		d.tableRow(s.block)
	case opItem:
		d.item(d.in.block(s.block))
	case opList:
		d.openList(s)
	case opListEnd:
		n := len(d.lists) - 1
		d.closed = d.lists[n]
		d.lists = d.lists[:n]
	case opQuote:
		d.gap()
		d.quote = true
	case opQuoteEnd:
		d.quote = false
	case opTable:
		d.gap()
		d.row, d.cols = 0, s.columns
	}
}

func (d *mdDoc) paragraph(pieces []piece) {
	if !hasText(pieces) {
		return
	}
	prefix := ""
	if d.quote {
		prefix = "> "
	}
	if !d.quote || bytes.HasSuffix(d.out, []byte("\n")) && d.afterQuoteLine() {
		d.gap()
	}
	d.raw(prefix)
	d.inline(pieces, mdText{prefix: prefix})
	d.raw("\n")
}

// afterQuoteLine reports whether the last line written belongs to the quotation.
func (d *mdDoc) afterQuoteLine() bool {
	line := d.out[:len(d.out)-1]
	return bytes.HasPrefix(line[bytes.LastIndexByte(line, '\n')+1:], []byte(">"))
}

func (d *mdDoc) heading(level int, pieces []piece) {
	if !hasText(pieces) {
		return
	}
	d.gap()
	d.raw(strings.Repeat("#", level) + " ")
	from := len(d.out)
	d.inline(pieces, mdText{oneLine: true})
	text := d.out[from:]
	if open := bytes.TrimRight(text, "#"); len(open) < len(text) {
		d.out = append(d.out[:from+len(open)], '\\') // else the hashes close the heading
		d.raw(strings.Repeat("#", len(text)-len(open)))
	}
	d.raw("\n")
}

func (d *mdDoc) code(text string) {
	d.gap()
	fence := strings.Repeat("`", max(3, longestRun(text, '`')+1))
	d.raw(fence + "\n" + text + "\n" + fence + "\n")
}

// openList begins a list: after a blank line at the top, right below its item
// when it stands in one.
func (d *mdDoc) openList(s step) {
	l := mdList{depth: len(d.lists) + 1, ordered: s.ordered, number: s.start}
	l.alt = d.closed.depth == l.depth && d.closed.ordered == l.ordered && !d.closed.alt
	if n := len(d.lists); n > 0 {
		parent := d.lists[n-1]
		l.indent = parent.indent + len(parent.marker(parent.number-1))
	} else {
		d.gap()
	}
	d.lists = append(d.lists, l)
}

// marker is what stands before item n.
func (l mdList) marker(n int) string {
	switch {
	case l.ordered && l.alt:
		return strconv.Itoa(n) + ") "
	case l.ordered:
		return strconv.Itoa(n) + ". "
	case l.alt:
		return "* "
	}
	return "- "
}

func (d *mdDoc) item(pieces []piece) {
	d.closed = mdList{}
	l := &d.lists[len(d.lists)-1]
	marker := l.marker(l.number)
	l.number++
	indent := strings.Repeat(" ", l.indent)
	d.raw(indent)
	if !hasText(pieces) {
		d.raw(strings.TrimRight(marker, " ") + "\n")
		return
	}
	d.raw(marker)
	d.inline(pieces, mdText{prefix: indent + strings.Repeat(" ", len(marker))})
	d.raw("\n")
}

// tableRow pads the header only: rows may have fewer cells than it has.
func (d *mdDoc) tableRow(b *block.Block) {
	cells := 0
	d.in.cells(b, func(pieces []piece) {
		d.raw("| ")
		d.inline(pieces, mdText{oneLine: true, table: true})
		d.raw(" ")
		cells++
	})
	if d.row == 0 {
		for ; cells < d.cols; cells++ {
			d.raw("|  ")
		}
		d.raw("|\n" + strings.Repeat("|---", d.cols))
	}
	d.row++
	d.raw("|\n")
}

// hasText reports whether anything of pieces can be seen.
func hasText(pieces []piece) bool {
	for _, p := range pieces {
		if p.kind == pieceText && strings.TrimSpace(p.text) != "" {
			return true
		}
	}
	return false
}

// longestRun is the length of the longest run of c in s.
func longestRun(s string, c byte) int {
	longest, run := 0, 0
	for i := range len(s) {
		if s[i] != c {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}
