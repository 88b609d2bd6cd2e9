package render

import (
	"strings"
	"unicode"

	"matn/clean/block"
)

// settle prepares pieces for Markdown, where a run of asterisks only counts as a
// mark by what stands on either side of it (CommonMark 0.31, "left-flanking" and
// "right-flanking"). Spaces and punctuation at the ends of emphasis move out of
// it, emphasis inside emphasis goes, marks without a text go, neighbours of one
// kind become one, and a mark that could not be read again is left out. The text
// stays the same.
func settle(pieces []piece) []piece {
	pieces = joinNeighbours(withoutBlank(pieces))
	out := make([]piece, 0, len(pieces))
	for i := 0; i < len(pieces); i++ {
		if p := pieces[i]; p.kind != pieceBegin || !emphasis(p.mark) {
			out = append(out, p)
			continue
		}
		end := matching(pieces, i)
		next := pieces[end+1:]
		out = appendEmphasis(out, pieces[i].mark, withoutEmphasis(pieces[i+1:end]), next)
		i = end
	}
	return joinText(out)
}

// joinText makes one piece of text pieces that follow each other, so that what
// they spell together is seen, and drops empty ones.
func joinText(pieces []piece) []piece {
	out := pieces[:0]
	for _, p := range pieces {
		if p == (piece{}) {
			continue
		}
		if n := len(out); n > 0 && p.kind == pieceText && out[n-1].kind == pieceText {
			out[n-1].text += p.text
			continue
		}
		out = append(out, p)
	}
	return out
}

func emphasis(m block.Mark) bool { return m == block.Strong || m == block.Emphasis }

// withoutBlank takes the marks away that show nothing: links with no text to click
// on, code that is a space.
func withoutBlank(pieces []piece) []piece {
	for i, p := range pieces {
		if p.kind != pieceBegin {
			continue
		}
		if end := matching(pieces, i); !hasText(pieces[i+1 : end]) {
			pieces[i], pieces[end] = piece{}, piece{}
		}
	}
	return joinText(pieces)
}

// joinNeighbours drops the seam between two marks of one kind with no text between.
func joinNeighbours(pieces []piece) []piece {
	var out []piece
	for _, p := range pieces {
		n := len(out)
		if n > 0 && p.kind == pieceBegin && emphasis(p.mark) && out[n-1].kind == pieceEnd && out[n-1].mark == p.mark {
			out = out[:n-1]
			continue
		}
		out = append(out, p)
	}
	return out
}

// matching is the index of the end of the mark that begins at i.
func matching(pieces []piece, i int) int {
	depth := 0
	for j := i; j < len(pieces); j++ {
		switch pieces[j].kind {
		case pieceBegin:
			depth++
		case pieceEnd:
			if depth--; depth == 0 {
				return j
			}
		}
	}
	return len(pieces) - 1 // not reached: begins and ends are balanced
}

func withoutEmphasis(pieces []piece) []piece {
	var out []piece
	for _, p := range pieces {
		if p.kind == pieceText || !emphasis(p.mark) {
			out = append(out, p)
		}
	}
	return joinText(out)
}

// appendEmphasis appends inner as text with a mark around it, if there is a way.
func appendEmphasis(out []piece, m block.Mark, inner, next []piece) []piece {
	out, inner = moveLead(out, inner)
	inner, tail := cutTail(inner)
	after := tail
	if after == "" {
		after = firstText(next)
	}
	joins := len(out) > 0 && out[len(out)-1].kind == pieceEnd && emphasis(out[len(out)-1].mark)
	if !hasText(inner) || joins || !canOpen(out, inner) || !canClose(inner, after) {
		out = append(out, inner...)
	} else {
		out = append(out, piece{kind: pieceBegin, mark: m})
		out = append(out, inner...)
		out = append(out, piece{kind: pieceEnd, mark: m})
	}
	if tail != "" {
		out = append(out, piece{text: tail})
	}
	return out
}

// moveLead moves spaces and punctuation that inner begins with over to out.
func moveLead(out, inner []piece) (before, rest []piece) {
	if len(inner) == 0 || inner[0].kind != pieceText {
		return out, inner
	}
	text := strings.TrimLeftFunc(inner[0].text, edgy)
	if lead := inner[0].text[:len(inner[0].text)-len(text)]; lead != "" {
		out = append(out, piece{text: lead})
	}
	if text == "" {
		return out, inner[1:]
	}
	inner[0].text = text
	return out, inner
}

// cutTail takes spaces and punctuation off the end of inner.
func cutTail(inner []piece) (rest []piece, tail string) {
	n := len(inner) - 1
	if n < 0 || inner[n].kind != pieceText {
		return inner, ""
	}
	text := strings.TrimRightFunc(inner[n].text, edgy)
	tail = inner[n].text[len(text):]
	if text == "" {
		return inner[:n], tail
	}
	inner[n].text = text
	return inner, tail
}

// edgy are the runes next to which asterisks lose their meaning.
func edgy(r rune) bool { return unicode.IsSpace(r) || unicode.IsPunct(r) || unicode.IsSymbol(r) }

// canOpen: a mark right before a letter always opens. Before a link or code it
// does only after a space, punctuation, or nothing.
func canOpen(out, inner []piece) bool {
	if inner[0].kind == pieceText || len(out) == 0 {
		return true
	}
	last := out[len(out)-1]
	if last.kind != pieceText {
		return true // after "[", ")" or "`"
	}
	return strings.TrimRightFunc(last.text, edgy) != last.text
}

// canClose is canOpen seen from the other end.
func canClose(inner []piece, after string) bool {
	if inner[len(inner)-1].kind == pieceText || after == "" {
		return true
	}
	return strings.TrimLeftFunc(after, edgy) != after
}

// firstText is the text that pieces begin with, "" when they begin with a mark,
// which is punctuation, or there are none.
func firstText(pieces []piece) string {
	if len(pieces) == 0 || pieces[0].kind != pieceText {
		return ""
	}
	return pieces[0].text
}
