package markup

import (
	"strings"
)

// onText takes a text token in.
func (b *builder) onText() {
	s := b.tok.text
	if !b.tok.raw && strings.IndexByte(s, '&') >= 0 {
		s = b.text.unescape(s, false)
	}
	if b.foreign() && !b.atIntegrationPoint() {
		b.addText(s)
		return
	}
	if b.mode >= inBody && b.mode < afterBody {
		b.textIn(s)
		return
	}
	rest := strings.TrimLeft(s, space)
	blank := s[:len(s)-len(rest)]
	switch b.mode {
	case inHead, afterHead:
		b.addText(blank)
		if rest == "" {
			return
		}
		s = rest
	case afterBody:
		if rest == "" {
			b.bodyText(s)
			return
		}
		b.mode = inBody
	case inFrameset:
		return
	default:
		if rest == "" {
			return
		}
		s = rest
	}
	if b.mode < inBody {
		b.implyBody()
	}
	b.bodyText(s)
}

// textIn takes a text in that stands in the body.
func (b *builder) textIn(s string) {
	switch b.mode {
	case inColgroup:
		rest := strings.TrimLeft(s, space)
		b.addText(s[:len(s)-len(rest)])
		if rest == "" || b.topTag() != tagColgroup {
			return
		}
		b.pop()
		b.mode, s = inTable, rest
	case inTable, inTbody, inRow:
	default:
		b.bodyText(s)
		return
	}
	if b.open[len(b.open)-1].is&tabular != 0 && strings.TrimLeft(s, space) == "" {
		b.addText(s)
		return
	}
	b.foster = true
	b.bodyText(s)
	b.foster = false
}

// bodyText adds a text where it stands.
func (b *builder) bodyText(s string) {
	if t := b.topTag(); (t == tagPre || t == tagListing) && b.top().FirstChild == nil && s[0] == '\n' {
		s = s[1:] // a newline right behind the tag
	}
	if s == "" {
		return
	}
	if len(b.active) > 0 {
		b.reopen()
	}
	b.addText(s)
}

// rawText reads what the element of the current start tag holds, which is text
// alone, up to its end tag. With refs, character references count.
func (b *builder) rawText(refs bool) {
	n := b.element()
	b.place(n)
	start := b.pos
	end := b.rawEnd(b.tok.tag)
	s := b.src[start:end]
	textarea := b.tok.tag == tagTextarea
	if refs && strings.IndexByte(s, '&') >= 0 {
		s = b.text.unescape(s, false)
	}
	if textarea { // a newline right behind the tag
		s = strings.TrimPrefix(strings.TrimPrefix(s, "\r"), "\n")
	}
	if s != "" {
		t := b.node()
		t.Type, t.Data = textNode, s
		appendChild(n, t)
	}
}

// rawEnd goes behind the end tag of an element that holds text alone, and returns
// where that tag begins.
func (z *scanner) rawEnd(t tag) int {
	name := tags[t].name
	var end int
	if t == tagScript {
		end = z.scriptEnd()
	} else {
		end = z.endTagOf(name, z.pos)
	}
	z.pos = end
	if end < len(z.src) {
		z.pos = end + 2 + len(name)
		if !z.attributes(false) {
			z.pos = len(z.src)
		}
	}
	return end
}

// endTagOf returns where the next end tag of a name begins, the end of the page
// if there is none.
func (z *scanner) endTagOf(name string, from int) int {
	for {
		i := strings.Index(z.src[from:], "</")
		if i < 0 {
			return len(z.src)
		}
		if from += i; isNamed(z.src[from+2:], name) {
			return from
		}
		from += 2
	}
}

// isNamed reports whether what stands behind "<" or "</" is a name.
func isNamed(s, name string) bool {
	return len(s) > len(name) && byteClass[s[len(name)]]&endsName != 0 && strings.EqualFold(s[:len(name)], name)
}

// scriptEnd returns where the end tag of a script begins. One inside a comment
// that holds a <script> is part of the script (HTML standard, 13.2.5.15 to 31).
func (z *scanner) scriptEnd() int {
	src := z.src
	for at := z.pos; ; {
		i := strings.IndexByte(src[at:], '<')
		if i < 0 {
			return len(src)
		}
		at += i
		if strings.HasPrefix(src[at:], "</") && isNamed(src[at+2:], "script") {
			return at
		}
		if strings.HasPrefix(src[at:], "<!--") {
			end, found := commentedScript(src, at+2)
			if found {
				return end
			}
			at = end
		} else {
			at++
		}
	}
}

// commentedScript looks for the end tag of a script from a "--" on that begins a
// comment in it. Without one it returns the end of the comment.
func commentedScript(src string, at int) (end int, found bool) {
	inner := false // in a <script> in the comment
	for ; at < len(src); at++ {
		switch src[at] {
		case '-':
			if strings.HasPrefix(src[at:], "-->") {
				return at + 3, false
			}
		case '<':
			rest := src[at+1:]
			if inner && strings.HasPrefix(rest, "/") && isNamed(rest[1:], "script") {
				inner = false
				at += len("</script")
			} else if !inner && strings.HasPrefix(rest, "/") && isNamed(rest[1:], "script") {
				return at, true
			} else if !inner && isNamed(rest, "script") {
				inner = true
				at += len("<script")
			}
		}
	}
	return len(src), true
}
