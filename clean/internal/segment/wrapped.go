package segment

import (
	"strings"
	"unicode/utf8"
)

const (
	// minWidth and maxWidth are the columns that text is wrapped at: below them
	// stand verses and menus, above them paragraphs of a line each.
	minWidth, maxWidth = 55, 132
	// minFull is the number of full lines that wrapped text has at least: in less
	// it is chance that the next word finds no room.
	minFull = 6
	// fullShare is the share of full lines in the lines that another one follows
	// directly, both of prose, in wrapped text at least.
	fullShare = 0.8
	// raggedShare is the share of paragraphs whose last line is shorter than
	// raggedWidth of the width. The lines of a verse are all about as long.
	raggedShare, raggedWidth = 0.3, 0.8
	// wideShare is the share of lines that may be wider: addresses find no end to
	// be broken at.
	wideShare = 0.02
)

// unwrap joins the lines of paragraphs that were broken at some width, as mail and
// pages printed by text browsers are: a line is full where the first word of the
// next finds no room in it, and only full ones are joined to the next.
func unwrap(groups []lineGroup) {
	width := wrapWidth(groups)
	if width == 0 {
		return
	}
	for i := range groups {
		groups[i].join(width)
	}
}

// wrapWidth is the number of columns at which text was wrapped, 0 for none.
func wrapWidth(groups []lineGroup) int {
	var counts [maxWidth + 1]int
	n, wide := 0, 0
	for i := range groups {
		for _, line := range groups[i].lines {
			n++
			if w := columns(line); w <= maxWidth {
				counts[w]++
			} else {
				wide++
			}
		}
	}
	most := int(wideShare * float64(n))
	width := maxWidth
	for ; width >= minWidth && wide+counts[width] <= most; width-- {
		wide += counts[width]
	}
	if wide > most || width < minWidth || !wraps(groups, width) {
		return 0
	}
	return width
}

// wraps reports whether most lines that another follows are full at a width, and
// paragraphs end anywhere.
func wraps(groups []lineGroup, width int) bool {
	full, pairs, ends, ragged := 0, 0, 0, 0
	for i := range groups {
		g := &groups[i]
		inside := false
		for k := range g.lines {
			fills := k+1 < len(g.lines) && fullAt(g.lines[k], g.lines[k+1], width)
			if fills {
				full++
			}
			if w := columns(g.lines[k]); k+1 < len(g.lines) && 2*w > width {
				pairs++
			} else if inside && !fills {
				ends++
				if float64(w) < raggedWidth*float64(width) {
					ragged++
				}
			}
			inside = fills
		}
	}
	return full >= minFull && float64(full) >= fullShare*float64(pairs) && float64(ragged) >= raggedShare*float64(ends)
}

// fullAt reports whether the first word of the next line finds no room in a line.
func fullAt(line, next string, width int) bool {
	next = strings.TrimLeft(next, " \t")
	if strings.IndexByte(line, '\t') >= 0 || strings.IndexByte(next, '\t') >= 0 || bulleted(next) || unbroken(line, next) {
		return false
	}
	word, _, _ := strings.Cut(next, " ")
	w := columns(line)
	return w <= width && w+1+columns(word) > width && 2*w > width
}

// unbroken reports whether text goes on without a space where two lines meet, in a
// script that is written without them.
func unbroken(line, next string) bool {
	r, _ := utf8.DecodeLastRuneInString(line)
	first, _ := utf8.DecodeRuneInString(next)
	c, _ := classOf(r)
	d, _ := classOf(first)
	return c == classHalf || d == classHalf
}

// bulleted reports whether a line begins with a mark of an item and a space.
func bulleted(line string) bool {
	for _, mark := range [...]string{"* ", "- ", "+ ", "• ", "o ", "# "} {
		if strings.HasPrefix(line, mark) {
			return true
		}
	}
	return false
}

// columns is the width of a line on a terminal: marks take none, letters of scripts
// that are written without spaces two, and several spaces behind the first word one,
// as they will be printed.
func columns(line string) (n int) {
	spaced, begun := false, false
	for _, r := range line {
		switch c, _ := classOf(r); c {
		case classMark, classJoin, classDrop:
			continue
		case classHalf:
			n += 2
		case classSpace:
			if !begun || !spaced {
				n++
			}
			spaced = true
			continue
		default:
			n++
		}
		spaced, begun = false, true
	}
	return n
}

// join joins the lines of a group that are full at a width to the next.
func (g *lineGroup) join(width int) {
	var lines []string
	var at []int32
	open := false
	for k, line := range g.lines {
		if open {
			lines[len(lines)-1] += " " + strings.TrimLeft(line, " \t")
		} else {
			lines, at = append(lines, line), append(at, g.at+int32(k))
		}
		open = k+1 < len(g.lines) && fullAt(line, g.lines[k+1], width)
	}
	if len(lines) < len(g.lines) {
		g.lines, g.joined, g.code = lines, at, false
	}
}

// number is the number of the k-th line of a group in the text.
func (g *lineGroup) number(k int) int32 {
	if g.joined != nil {
		return g.joined[k]
	}
	return g.at + int32(k)
}
