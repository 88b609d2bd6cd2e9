package meta

import (
	"encoding/json"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"matn/clean/internal/dom"
)

const (
	// shellText is the length of visible text, in bytes, below which a page may be
	// a shell that scripts fill from their state.
	shellText = 1500
	// minStateBody is the length of a body in such a state, in bytes, and
	// minStateParas the number of its paragraphs.
	minStateBody, minStateParas = 400, 2
	// maxState bounds the scripts looked through, in bytes, and maxNested how often
	// a state may stand as a string in another.
	maxState, maxNested = 8 << 20, 2
)

// stateBody is the text of the article in the state that scripts draw a page
// from: the longest string with paragraphs of HTML. It is "" on pages that show
// text themselves.
func stateBody(doc *dom.Doc) string {
	if !isShell(doc) {
		return ""
	}
	best, left := "", maxState
	for i := range doc.Elems {
		e := &doc.Elems[i]
		if e.Tag != atom.Script || isLinkedData(dom.Attr(e.Node, "type")) {
			continue
		}
		s := rawText(e.Node)
		if left -= len(s); left < 0 {
			break
		}
		best = longestBody(s, best, maxNested)
	}
	return best
}

// isShell reports whether a page shows little text. It stops reading once there is
// enough.
func isShell(doc *dom.Doc) bool {
	shown := 0
	for i := range doc.Elems {
		switch doc.Elems[i].Tag {
		case atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Title:
			continue
		}
		for c := doc.Elems[i].Node.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.TextNode {
				if shown += len(strings.TrimSpace(c.Data)); shown >= shellText {
					return false
				}
			}
		}
	}
	return true
}

// longestBody looks through the JSON strings of a script, and of those that hold
// JSON themselves, for one that is longer than best and reads like a body.
func longestBody(s, best string, nested int) string {
	for {
		start := strings.IndexByte(s, '"')
		if start < 0 {
			return best
		}
		s = s[start:]
		end := quotedEnd(s)
		if end < 0 {
			return best
		}
		if end > max(minStateBody, len(best)) {
			best = betterBody(s[:end], best, nested)
		}
		s = s[end:]
	}
}

// quotedEnd is where the string that begins at s ends, -1 if it does not.
func quotedEnd(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		case '\n':
			return i // no string of JSON: quotes of a script
		}
	}
	return -1
}

func betterBody(quoted, best string, nested int) string {
	var text string
	if json.Unmarshal([]byte(quoted), &text) != nil {
		return best
	}
	if nested > 0 && strings.Count(text, `":`) >= minStateParas {
		return longestBody(text, best, nested-1)
	}
	paras := strings.Count(text, "<p>") + strings.Count(text, "<p ") + strings.Count(text, "<br")
	if len(text) > len(best) && len(text) >= minStateBody && paras >= minStateParas {
		return text
	}
	return best
}
