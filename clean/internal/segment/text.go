package segment

import (
	"slices"
	"strings"

	"matn/clean/block"
	"matn/clean/internal/dom"
)

// Text cuts flattened text into blocks, one for each line that is not blank. In
// text whose blocks stand apart by blank lines, as matn prints it, lines that
// stand together are code when they are set like code.
func Text(s string) *dom.Layout {
	s = undropped(s) // before lines are looked at: what is dropped sets nothing apart
	b := newBuilder(8*strings.Count(s, "\n"), len(s))
	c := composer{builder: b, groups: groupLines(s)}
	unwrap(c.groups)
	c.compose()
	return &dom.Layout{Blocks: b.finish(), Printed: c.printed(), Lines: c.at}
}

// undropped is text without the runes that no text keeps, and with spaces for
// tabs, feeds and returns of other kinds than lines have.
func undropped(s string) string {
	set := func(r rune) rune {
		switch c, _ := classOf(r); {
		case c == classDrop:
			return -1
		case r == '\v' || r == '\f' || r == '\r':
			return ' '
		}
		return r
	}
	if strings.IndexFunc(s, func(r rune) bool { return set(r) != r }) < 0 {
		return s
	}
	return strings.Map(set, s)
}

// Lines is Text for lines that are apart already.
func Lines(lines []string) *dom.Layout {
	b := newBuilder(8*len(lines), 0)
	for _, line := range lines {
		b.line(line, context{elem: -1})
	}
	return &dom.Layout{Blocks: b.finish()}
}

// line makes a block of a line. Tabs inside it part the cells of a row.
func (b *builder) line(s string, c context) {
	s = strings.Trim(s, " \t\r\n")
	if strings.IndexByte(s, '\t') >= 0 {
		c.kind = block.TableRow
		for cell := range strings.SplitSeq(s, "\t") {
			b.tab()
			b.text(cell, c)
		}
	} else {
		b.text(s, c)
	}
	b.flush()
}

// lineGroup is lines with no blank line between them.
type lineGroup struct {
	lines []string
	at    int32 // number of the first line, from 1
	code  bool  // set like code

	deeper bool // a line is indented deeper than the first

	joined []int32 // numbers of the lines, where some were joined
}

// showsNothing reports whether a rune at the end of a line is not seen: white space,
// joiners and marks of direction, what is never printed.
func showsNothing(r rune) bool {
	c, _ := classOf(r)
	return c >= classSpace
}

// groupLines parts text at its blank lines.
func groupLines(s string) (groups []lineGroup) {
	var open *lineGroup
	at := int32(0)
	for line := range strings.SplitSeq(s, "\n") {
		at++
		switch line = strings.TrimRightFunc(line, showsNothing); {
		case line == "":
			open = nil
		case open == nil:
			groups = append(groups, lineGroup{lines: []string{line}, at: at, code: !indented(line) && !listed(line) && aligned(line)})
			open = &groups[len(groups)-1]
		default:
			open.lines = append(open.lines, line)
			open.deeper = open.deeper || indent(line) > indent(open.lines[0])
			open.code = !indented(open.lines[0]) && !listed(open.lines[0]) && (open.code || indented(line) || aligned(line))
		}
	}
	for i := range groups[:max(len(groups)-1, 0)] {
		if g, next := &groups[i], &groups[i+1]; next.deeper && indented(next.lines[0]) && opensCode(g.lines[len(g.lines)-1]) {
			g.code = !indented(g.lines[0]) // heads an indented block behind a blank line
		}
	}
	return groups
}

// opensCode reports whether a line ends like one that code goes on below.
func opensCode(line string) bool { return strings.ContainsAny(line[len(line)-1:], ":{([>;,") }

func indented(line string) bool { return indent(line) > 0 }

// listed reports whether a line is an item of a list whose mark stands far apart
// from the text, or alone, as converters print them: that is no alignment.
func listed(line string) bool {
	line = strings.TrimLeft(line, " \t")
	return line == "-" || line == "*" || strings.HasPrefix(line, "-   ") || strings.HasPrefix(line, "*   ")
}

// aligned reports whether words of a line stand apart by several spaces. Behind
// a sentence two are prose.
func aligned(line string) bool {
	line = strings.TrimLeft(line, " \t")
	i := strings.Index(line, "  ")
	return i > 0 && (!strings.ContainsAny(line[i-1:i], ".!?:") || strings.HasPrefix(line[i:], "   "))
}

// composer makes blocks of groups of lines.
type composer struct {
	*builder
	groups []lineGroup
	spaced bool
	at     []int32 // line of each block
	tables int32
	row    bool // the last block was a row
}

func (c *composer) compose() {
	if codeStands(c.groups) {
		markCode(c.groups)
	}
	c.spaced = spacedGroups(c.groups)
	for i, end := 0, 0; i < len(c.groups); i = end {
		g := &c.groups[i]
		if end = i + 1; c.spaced && g.code {
			end = codeEnd(c.groups, i)
			c.code(c.groups[i:end])
			continue
		}
		for k, line := range g.lines {
			c.paragraph(line, c.spaced && k > 0)
			c.note(g.number(k))
		}
	}
}

// codeStands reports whether text is set as matn prints a page with code: one blank
// line between any two groups, and a line indented within one or behind another.
// What stands together there is code, whatever its lines look like.
func codeStands(groups []lineGroup) bool {
	next, alone, together, deep := int32(1), 0, 0, false
	for i := range groups {
		g := &groups[i]
		if g.at != next || i == 0 && indented(g.lines[0]) {
			return false
		}
		next = g.at + int32(len(g.lines)) + 1
		deep = deep || g.deeper || indented(g.lines[0])
		switch {
		case len(g.lines) == 1:
			alone++
		case slices.ContainsFunc(g.lines, func(line string) bool { return strings.IndexByte(line, '\t') > 0 || listed(line) }):
			return false // rows of a table, or a list
		default:
			together++
		}
	}
	return deep && together <= alone
}

// markCode takes lines that stand together for code, and a line above indented ones.
func markCode(groups []lineGroup) {
	for i := range groups {
		g := &groups[i]
		g.code = g.code || len(g.lines) > 1 || i+1 < len(groups) && indented(groups[i+1].lines[0])
	}
}

// spacedGroups reports whether blocks stand apart by blank lines: lines alone
// are as many at least as those with others that are no code.
func spacedGroups(groups []lineGroup) bool {
	alone, together := 0, 0
	for i := 0; i < len(groups); i = codeEnd(groups, i) {
		switch g := &groups[i]; {
		case len(g.lines) == 1 && codeEnd(groups, i) == i+1:
			alone++
		case g.code:
		default:
			together += len(g.lines)
		}
	}
	return alone > 0 && together <= alone
}

// printed reports whether the text is set as matn prints it: one blank line
// between any two blocks, and none elsewhere. Few pages are flattened so.
func (c *composer) printed() bool {
	if !c.spaced || c.groups[0].at != 1 {
		return false
	}
	next := int32(1) // line where the next group begins
	for i, end := 0, 0; i < len(c.groups); i = end {
		end = codeEnd(c.groups, i)
		if g := &c.groups[i]; !g.code && len(g.lines) > 1 {
			return false
		}
		for _, g := range c.groups[i:end] {
			if g.at != next {
				return false
			}
			next = g.at + int32(len(g.lines)) + 1
		}
	}
	return true
}

// codeEnd returns the end of what begins with group i: code goes on behind a
// blank line as long as it is indented.
func codeEnd(groups []lineGroup, i int) int {
	end := i + 1
	for groups[i].code && end < len(groups) && indented(groups[end].lines[0]) {
		end++
	}
	return end
}

// code makes one block of groups of lines, a blank line between them.
func (c *composer) code(groups []lineGroup) {
	var s strings.Builder
	for i := range groups {
		for k, line := range groups[i].lines {
			if k > 0 || i > 0 {
				s.WriteByte('\n')
			}
			if k == 0 && i > 0 {
				s.WriteByte('\n')
			}
			s.WriteString(line)
		}
	}
	c.text(s.String(), context{elem: -1, kind: block.Code, pre: true})
	c.flush()
	c.note(groups[0].at)
	c.row = false
}

// note notes the line of a block that was just made.
func (c *composer) note(line int32) {
	if len(c.at) < len(c.blocks) {
		c.at = append(c.at, line)
	}
}

func (c *composer) paragraph(line string, follows bool) {
	row := strings.IndexByte(strings.Trim(line, " \t"), '\t') >= 0
	if row && !c.row {
		c.tables++
	}
	ctx := context{elem: -1}
	if c.row = row; row {
		ctx.group = c.tables
	}
	c.broke = follows
	c.line(line, ctx)
}
