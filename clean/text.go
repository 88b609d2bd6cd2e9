package clean

import (
	"slices"
	"strings"

	"matn/clean/block"
	"matn/clean/internal/dom"
	"matn/clean/internal/label"
)

// maxPasses bounds settle. Each pass but the last takes lines away; real text
// takes one or two.
const maxPasses = 16

// settle cleans what was kept of flattened text again until nothing more goes,
// so that cleaning cleaned text changes nothing.
func (c *Cleaner) settle(l *dom.Layout, in label.Input) {
	if in.Whole && !slices.ContainsFunc(l.Blocks, func(b block.Block) bool { return !b.Kept }) {
		return
	}
	for range maxPasses {
		tighten(l.Blocks)
		var kept []int
		again := &dom.Layout{Printed: true} // as body prints it, but for lines that stand together
		for i := range l.Blocks {
			if l.Blocks[i].Kept {
				kept = append(kept, i)
				again.Blocks = append(again.Blocks, l.Blocks[i])
				again.Printed = again.Printed && !l.Blocks[i].Break
			}
		}
		in = c.judge(again, in)
		settled := true
		for k, i := range kept {
			if b := &again.Blocks[k]; !b.Kept {
				l.Blocks[i].Kept, l.Blocks[i].Role, l.Blocks[i].P, l.Blocks[i].Reason = false, b.Role, b.P, b.Reason
				settled = false
			}
		}
		if settled {
			return
		}
	}
}

// tighten takes the Break from kept lines whose neighbour above went, and from
// all where too few blocks would stand apart for text to be read as spaced. Code
// alone would not be read as such, and no article is code alone: it goes.
func tighten(blocks []block.Block) {
	alone, together := countLines(blocks)
	for i := range blocks {
		b := &blocks[i]
		if together > alone {
			b.Break = false
		}
		if alone+together == 0 && b.Kept {
			b.Kept, b.Role = false, block.Unknown
			b.Reason = block.Reason{Stage: block.Structure, Detail: "code without a text"}
		}
	}
}

// countLines counts the kept lines that will stand alone, and those that will
// stand with others and are no code.
func countLines(blocks []block.Block) (alone, together int) {
	last, open := -1, 0 // the last one kept; lines of the group so far
	end := func() {
		if open == 1 {
			alone++
		} else {
			together += open
		}
		open = 0
	}
	for i := range blocks {
		b := &blocks[i]
		if !b.Kept {
			continue
		}
		if b.Break = b.Break && last == i-1; !b.Break {
			end()
		}
		if open++; strings.IndexByte(b.Text, '\n') >= 0 {
			open = 0 // code
		}
		last = i
	}
	end()
	return alone, together
}

// body joins the kept blocks, a blank line between them; lines of flattened text
// that stood together do so again. It counts their words, and the share of all
// words that is not theirs.
func body(l *dom.Layout) (text string, words int, chrome float64) {
	var s strings.Builder
	all, flat := 0, len(l.Elems) == 0
	for i := range l.Blocks {
		b := &l.Blocks[i]
		all += int(b.Words)
		if !b.Kept {
			continue
		}
		switch {
		case s.Len() == 0:
		case flat && b.Break && l.Blocks[i-1].Kept:
			s.WriteByte('\n')
		default:
			s.WriteString("\n\n")
		}
		if b.Kind == block.Code {
			writeCode(&s, b.Text)
		} else {
			s.WriteString(b.Text)
		}
		words += int(b.Words)
	}
	if all > 0 {
		chrome = float64(all-words) / float64(all)
	}
	return s.String(), words, chrome
}

// writeCode writes lines of code, without white space at their ends, and with
// one blank line for several, so that they read back as they were written.
func writeCode(s *strings.Builder, text string) {
	blank, first := false, true
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimRight(line, " "); line == "" {
			blank = true
			continue
		}
		if !first {
			s.WriteByte('\n')
		}
		if blank {
			s.WriteByte('\n')
		}
		s.WriteString(line)
		blank, first = false, false
	}
}
