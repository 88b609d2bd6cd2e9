package label

import (
	"strings"

	"golang.org/x/net/html/atom"

	"matn/clean/block"
)

const (
	// minFlatNumbers is the number of lines of flattened text in a row, each the
	// number that follows the one above, that are the numbers of lines of code.
	// Program listings of fewer lines do without, and nothing else tells them there.
	minFlatNumbers = 5
	// maxNumber is the largest number of a line.
	maxNumber = 1_000_000
)

// lineNumbers is the reason for stripping such numbers.
const lineNumbers = "numbers of lines of code"

// dropNumbers strips the columns of numbers that pages print beside the lines of
// code: a cell of a table with nothing but numbers that go up by one, each a block
// or a line of one, left of a cell with text. Of flattened text runs of lines tell.
func (p *page) dropNumbers() {
	for i := 0; i < len(p.Blocks); {
		end := p.numbersEnd(i)
		if p.flat() && end-i >= minFlatNumbers || !p.flat() && end > i && p.isColumn(i, end) {
			for k := i; k < end; k++ {
				if b := &p.Blocks[k]; b.Kept || b.Role == block.Unknown {
					strip(b, block.RoleWidget, block.Structure, lineNumbers)
				}
			}
		}
		i = max(end, i+1)
	}
}

// numbersEnd is where the blocks of nothing but numbers that go up by one end
// which begin with block i; i if it has other text.
func (p *page) numbersEnd(i int) int {
	next := -1
	for ; i < len(p.Blocks) && !p.Blocks[i].Virtual; i++ {
		n, ok := countUp(p.Blocks[i].Text, next)
		if !ok {
			break
		}
		next = n
	}
	return i
}

// isColumn reports whether the blocks from i to end are all of a cell that has
// another one with text behind it, and are two at least or set as code.
func (p *page) isColumn(i, end int) bool {
	cell := p.Blocks[i].Elem
	for cell >= 0 && p.Elems[cell].Tag != atom.Td {
		cell = p.Elems[cell].Parent
	}
	if cell < 0 || p.holds(cell, i-1) || !p.holds(cell, end-1) || p.holds(cell, end) || !p.holds(p.Elems[cell].Parent, end) {
		return false
	}
	return end-i > 1 || p.Blocks[i].Kind == block.Code
}

// countUp reads lines of numbers that go up by one, the first of which must be
// next unless that is negative. It returns the number that would follow.
func countUp(s string, next int) (int, bool) {
	for line := range strings.SplitSeq(s, "\n") {
		n, ok := wholeNumber(strings.Trim(line, " "))
		if !ok || next >= 0 && n != next {
			return 0, false
		}
		next = n + 1
	}
	return next, true
}

// wholeNumber reads a text that is a number in decimal digits: Western, Arabic, Persian,
// Devanagari or Bengali ones.
func wholeNumber(s string) (n int, ok bool) {
	for _, r := range s {
		d := decimal(r)
		if d < 0 {
			return 0, false
		}
		if n = 10*n + d; n > maxNumber {
			return 0, false
		}
	}
	return n, s != ""
}

// decimal is the value of a decimal digit, -1 for another rune.
func decimal(r rune) int {
	for _, zero := range [...]rune{'0', '٠', '۰', '०', '০'} {
		if zero <= r && r <= zero+9 {
			return int(r - zero)
		}
	}
	return -1
}

// minCounters is how many pictures make a gallery that counts them.
const minCounters = 2

// dropCounters strips the lines that count pictures or pages, "2 / 7" behind "1 / 7":
// marks that a critic gives are of the same form, but do not go up by one.
func (p *page) dropCounters() {
	for i := range p.Blocks {
		at, of, ok := counter(p.Blocks[i].Text)
		if !ok || at != 1 {
			continue
		}
		run := []int{i}
		for k := i + 1; k < len(p.Blocks) && at < of; k++ {
			if n, m, ok := counter(p.Blocks[k].Text); ok && (n != at+1 || m != of) {
				break
			} else if ok {
				at, run = n, append(run, k)
			}
		}
		if len(run) < minCounters {
			continue
		}
		for _, k := range run {
			if b := &p.Blocks[k]; b.Kept || b.Role == block.Unknown {
				strip(b, block.RoleWidget, block.Structure, "counts the pictures")
			}
		}
	}
}

// maxCounter is the length, in bytes, of such a line: two numbers of three digits.
const maxCounter = 24

// counter reads "2 / 7" or «2 من 7».
func counter(s string) (n, of int, ok bool) {
	if len(s) > maxCounter {
		return 0, 0, false
	}
	for _, mark := range [...]string{"/", " من ", " of ", " از ", " von ", " sur ", " de "} {
		a, b, found := strings.Cut(s, mark)
		if !found {
			continue
		}
		n, ok1 := wholeNumber(strings.TrimSpace(a))
		of, ok2 := wholeNumber(strings.TrimSpace(b))
		return n, of, ok1 && ok2 && n <= of
	}
	return 0, 0, false
}
