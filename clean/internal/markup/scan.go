package markup

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxAttrs is how many attributes an element keeps: comparing their names then
// costs little, however many a page has. Real pages stay below 60.
const maxAttrs = 256

// kind is what a token is.
type kind uint8

const (
	endOfPage kind = iota
	textToken
	startToken
	endToken
	doctypeToken
)

// token is a piece of the source.
type token struct {
	kind kind
	raw  bool   // a text without references
	tag  tag    // of a start or end tag
	text string // of a text, as it stands in the source; of a doctype
	name string // of a tag that is not in the table, in lower case
	atom atom.Atom
	// attrs are those of a start tag, and empty says that it ends with "/>".
	attrs []html.Attribute
	empty bool
}

// scanner cuts a source into tokens (HTML standard, 13.2.5).
type scanner struct {
	src   string
	pos   int
	cdata bool // CDATA sections count: the builder is in SVG or MathML
	tok   token
	text  arena
	attrs []html.Attribute // those of the tags so far, in the current room
	from  int              // where those of the current tag begin
}

// next reads the next token into z.tok.
func (z *scanner) next() kind {
	for start := z.pos; ; {
		i := strings.IndexByte(z.src[z.pos:], '<')
		if i < 0 || z.pos+i+1 == len(z.src) {
			z.pos = len(z.src)
			return z.textFrom(start, z.pos)
		}
		at := z.pos + i
		switch c := z.src[at+1]; {
		case letter(c):
			if at > start {
				z.pos = at
				return z.textFrom(start, at)
			}
			z.pos = at + 1
			return z.startTag()
		case c == '/':
			if at+2 == len(z.src) {
				z.pos = at + 2
				continue
			}
			if at > start {
				z.pos = at
				return z.textFrom(start, at)
			}
			if !letter(z.src[at+2]) {
				z.skipPast(at+2, ">")
				start = z.pos
				continue
			}
			z.pos = at + 2
			return z.endTag()
		case c == '!' || c == '?':
			if at > start {
				z.pos = at
				return z.textFrom(start, at)
			}
			if z.declaration(at) {
				return z.tok.kind
			}
			start = z.pos
		default:
			z.pos = at + 1
		}
	}
}

func letter(c byte) bool { c |= 0x20; return c >= 'a' && c <= 'z' }

func (z *scanner) textFrom(start, end int) kind {
	z.tok.kind, z.tok.raw, z.tok.text = textToken, false, z.src[start:end]
	if start == end {
		z.tok.kind = endOfPage
	}
	return z.tok.kind
}

// skipPast goes behind the next of a text, or to the end of the page.
func (z *scanner) skipPast(from int, mark string) (end int) {
	if i := strings.Index(z.src[from:], mark); i >= 0 {
		z.pos = from + i + len(mark)
		return from + i
	}
	z.pos = len(z.src)
	return z.pos
}

// declaration reads what begins with "<!" or "<?" at at. It reports whether that
// is a token: comments are none.
func (z *scanner) declaration(at int) bool {
	rest := z.src[at+2:]
	switch {
	case z.src[at+1] == '?':
	case strings.HasPrefix(rest, "--"):
		z.comment(at + 4)
		return false
	case len(rest) >= 7 && strings.EqualFold(rest[:7], "doctype"):
		end := z.skipPast(at+9, ">")
		z.tok.kind, z.tok.text = doctypeToken, strings.TrimLeft(z.src[at+9:end], space)
		return true
	case z.cdata && strings.HasPrefix(rest, "[CDATA["):
		from := at + len("<![CDATA[")
		end := z.skipPast(from, "]]>")
		if z.textFrom(from, end) == endOfPage {
			return false
		}
		z.tok.raw = true
		return true
	}
	z.skipPast(at+2, ">")
	return false
}

// comment goes behind the comment whose text begins at from: it ends with "-->",
// "--!>", or a ">" right at its beginning.
func (z *scanner) comment(from int) {
	for at := from; ; {
		i := strings.IndexByte(z.src[at:], '>')
		if i < 0 {
			z.pos = len(z.src)
			return
		}
		at += i + 1
		text := z.src[from : at-1]
		if text == "" || text == "-" || strings.HasSuffix(text, "--") || strings.HasSuffix(text, "--!") {
			z.pos = at
			return
		}
	}
}

// startTag reads a start tag from its name on.
func (z *scanner) startTag() kind {
	z.tagName()
	t := &z.tok
	t.kind, t.empty = startToken, false
	if z.pos < len(z.src) && z.src[z.pos] == '>' { // most tags have no attributes
		t.attrs = nil
		z.pos++
		return startToken
	}
	if !z.attributes(true) {
		t.kind = endOfPage
	}
	return t.kind
}

// endTag reads an end tag from its name on.
func (z *scanner) endTag() kind {
	z.tagName()
	z.tok.kind = endToken
	if z.pos < len(z.src) && z.src[z.pos] == '>' {
		z.pos++
	} else if !z.attributes(false) {
		z.tok.kind = endOfPage
	}
	return z.tok.kind
}

// byteClass says which bytes end the parts of a tag.
var byteClass = func() (t [256]uint8) {
	for _, c := range space {
		t[c] = endsName | endsKey | endsValue
	}
	t['/'] = endsName | endsKey
	t['>'] = endsName | endsKey | endsValue
	t['='] = endsKey
	for c := 'A'; c <= 'Z'; c++ {
		t[c] = isUpper
	}
	return t
}()

const (
	endsName = 1 << iota
	endsKey
	endsValue
	isUpper
)

// space is the white space of HTML. The only "\r" left are from references.
const space = " \n\t\f\r"

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\f' }

// tagName reads the name of a tag.
func (z *scanner) tagName() {
	start, upper := z.pos, uint8(0)
	i := start
	for ; i < len(z.src); i++ {
		c := byteClass[z.src[i]]
		if c&endsName != 0 {
			break
		}
		upper |= c
	}
	z.pos = i
	name := z.src[start:i]
	if upper&isUpper != 0 {
		name = z.text.lower(name)
	}
	t := &z.tok
	if t.tag = tagOf(name); t.tag != tagNone {
		t.name, t.atom = tags[t.tag].name, tags[t.tag].atom
		return
	}
	t.name, t.atom = name, atom.Lookup([]byte(name))
}

// attributes reads the attributes of a tag and goes behind it. It reports false
// where the page ends first: then there is no tag.
func (z *scanner) attributes(keep bool) bool {
	src, i := z.src, z.pos
	z.from = len(z.attrs)
	slash := false
	for {
		for i < len(src) && (isSpace(src[i]) || src[i] == '/') {
			slash = src[i] == '/'
			i++
		}
		if i == len(src) {
			z.attrs = z.attrs[:z.from]
			return false
		}
		if src[i] == '>' {
			z.pos = i + 1
			break
		}
		slash = false
		start, upper := i, uint8(0)
		for i++; i < len(src); i++ { // "=" counts as part of a name at its beginning
			c := byteClass[src[i]]
			if c&endsKey != 0 {
				break
			}
			upper |= c
		}
		key := src[start:i]
		if (upper|byteClass[key[0]])&isUpper != 0 {
			key = z.text.lower(key)
		}
		var val string
		val, i = z.value(i)
		if keep {
			z.keep(key, val)
		}
	}
	z.tok.empty = slash
	z.tok.attrs = z.attrs[z.from:len(z.attrs):len(z.attrs)]
	return true
}

// value reads the value of an attribute behind its name, if there is one.
func (z *scanner) value(i int) (val string, next int) {
	src, behind := z.src, i
	for i < len(src) && isSpace(src[i]) {
		i++
	}
	if i == len(src) || src[i] != '=' {
		return "", behind
	}
	for i++; i < len(src) && isSpace(src[i]); i++ {
	}
	if i == len(src) || src[i] == '>' {
		return "", i
	}
	if q := src[i]; q == '"' || q == '\'' {
		end := strings.IndexByte(src[i+1:], q)
		if end < 0 {
			return "", len(src)
		}
		return src[i+1 : i+1+end], i + end + 2
	}
	start := i
	for i < len(src) && byteClass[src[i]]&endsValue == 0 {
		i++
	}
	return src[start:i], i
}

// attrRoom is how many attributes are made room for at once.
const attrRoom = 256

// keep adds an attribute to those of the current tag, if its name is new.
func (z *scanner) keep(key, val string) {
	own := z.attrs[z.from:]
	if len(own) >= maxAttrs {
		return
	}
	for i := range own {
		if own[i].Key == key {
			return
		}
	}
	if strings.IndexByte(val, '&') >= 0 {
		val = z.text.unescape(val, true)
	}
	if len(z.attrs) == cap(z.attrs) {
		room := make([]html.Attribute, len(own), max(attrRoom, 2*len(own)))
		copy(room, own)
		z.attrs, z.from = room, 0
	}
	z.attrs = append(z.attrs, html.Attribute{Key: key, Val: val})
}
