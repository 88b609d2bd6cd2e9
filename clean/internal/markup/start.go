package markup

import (
	"strings"

	"golang.org/x/net/html"
)

const textNode = html.TextNode

// onStart takes a start tag in.
func (b *builder) onStart() {
	if b.foreign() && b.foreignStart() {
		return
	}
	for !b.startIn() {
	}
}

// startIn takes the current start tag in by the rules of the mode. It reports
// false where it changed the mode and the tag is to be looked at again.
func (b *builder) startIn() bool {
	t := b.tok.tag
	switch b.mode {
	case initial:
		b.quirks = true
		b.mode = beforeHTML
		return false
	case beforeHTML, beforeHead, inHead, afterHead:
		return b.startBeforeBody(t)
	case inTable, inTbody, inRow, inCell, inCaption, inColgroup:
		return b.startInTable(t)
	case inTemplate:
		return b.startInTemplate(t)
	case afterBody:
		if t != tagHTML {
			b.mode = inBody
			return false
		}
	case inFrameset:
		b.startInFrameset(t)
		return true
	}
	b.startInBody(t)
	return true
}

// startBeforeBody takes a start tag in that stands before the body.
func (b *builder) startBeforeBody(t tag) bool {
	switch {
	case t == tagHTML && b.mode == beforeHTML:
		b.insert()
		b.mode = beforeHead
	case t == tagHTML:
		b.addAttrs(b.open[0].node)
	case b.mode == beforeHTML:
		b.imply(tagHTML)
		b.mode = beforeHead
		return false
	case t == tagHead && b.mode == beforeHead:
		b.head = b.insert()
		b.mode = inHead
	case b.mode == beforeHead:
		b.head = b.imply(tagHead)
		b.mode = inHead
		return false
	case t == tagHead: // there is one
	case b.mode == inHead && (tags[t].rule == ruleHead || t == tagNoscript):
		b.startOfHead(t)
	case b.mode == inHead:
		b.pop()
		b.mode = afterHead
		return false
	case tags[t].rule == ruleHead: // behind the head, and belongs there
		b.push(open{node: b.head, tag: tagHead, is: tags[tagHead].is})
		b.startOfHead(t)
		b.remove(b.indexOf(b.head))
	case t == tagBody:
		b.insert()
		b.mode = inBody
	case t == tagFrameset:
		b.insert()
		b.mode = inFrameset
	default:
		b.implyBody()
		return false
	}
	return true
}

// startOfHead takes a start tag in of those that belong to the head.
func (b *builder) startOfHead(t tag) {
	switch {
	case tags[t].is&headVoid != 0:
		b.insertVoid()
	case t == tagTemplate:
		b.insert()
		b.mark()
		b.mode = inTemplate
		b.templates = append(b.templates, inTemplate)
	default:
		b.rawText(t == tagTitle)
	}
}

// implyBody adds what is missing of <html>, <head> and <body>.
func (b *builder) implyBody() {
	if b.mode == initial {
		b.quirks = true
		b.mode = beforeHTML
	}
	if b.mode == beforeHTML {
		b.imply(tagHTML)
		b.mode = beforeHead
	}
	if b.mode == beforeHead {
		b.head = b.imply(tagHead)
		b.mode = inHead
	}
	if b.mode == inHead {
		b.pop()
	}
	b.imply(tagBody)
	b.mode = inBody
}

// addAttrs gives an element the attributes of the current tag that it lacks.
func (b *builder) addAttrs(n *html.Node) {
	for _, a := range b.tok.attrs {
		if len(n.Attr) >= maxAttrs {
			return
		}
		known := false
		for i := range n.Attr {
			known = known || n.Attr[i].Key == a.Key
		}
		if !known {
			n.Attr = append(n.Attr[:len(n.Attr):len(n.Attr)], a)
		}
	}
}

// startInFrameset takes a start tag in among frames.
func (b *builder) startInFrameset(t tag) {
	switch t {
	case tagHTML:
		b.addAttrs(b.open[0].node)
	case tagFrameset:
		if b.topTag() == tagFrameset {
			b.insert()
		}
	case tagFrame:
		b.insertVoid()
	case tagNoframes:
		b.rawText(false)
	}
}

// hasHidden reports whether the current tag is that of a hidden <input>.
func (b *builder) hasHidden() bool {
	for i := range b.tok.attrs {
		if a := &b.tok.attrs[i]; a.Key == "type" {
			return strings.EqualFold(a.Val, "hidden")
		}
	}
	return false
}
