package markup

import (
	"golang.org/x/net/html/atom"
)

// startInBody takes a start tag in by the rules of the body (HTML standard,
// 13.2.6.4.7).
func (b *builder) startInBody(t tag) {
	switch tags[t].rule {
	case ruleOther:
		b.reopen()
		b.insert()
	case ruleBlock:
		b.closeParagraph()
		b.insert()
	case ruleHeading:
		b.closeParagraph()
		if isHeading(b.topTag()) {
			b.pop()
		}
		b.insert()
	case rulePre, rulePlaintext:
		b.closeParagraph()
		if t == tagPre || t == tagListing {
			b.insert()
			return
		}
		b.plaintext()
	case ruleForm:
		b.startForm()
	case ruleItem:
		b.startItem(t)
	case ruleButton:
		if b.inScope(tagButton, anyScope) >= 0 {
			b.closeImplied(tagNone)
			b.closeIn(tagButton, anyScope)
		}
		b.reopen()
		b.insert()
	case ruleLink, ruleFormatting, ruleNobr:
		b.startFormat(t)
	case ruleObject:
		b.reopen()
		b.insert()
		b.mark()
	case ruleTable:
		if !b.quirks {
			b.closeParagraph()
		}
		b.insert()
		b.mode = inTable
	case ruleHead:
		b.startOfHead(t)
	case ruleHTML:
		if b.count[tagTemplate] == 0 {
			b.addAttrs(b.open[0].node)
		}
	case ruleBody:
		if b.count[tagTemplate] == 0 && len(b.open) > 1 && b.open[1].tag == tagBody {
			b.addAttrs(b.open[1].node)
		}
	case ruleTablePart, ruleFrameset: // mean nothing here
	default:
		b.startLeaf(t)
	}
}

// startLeaf takes a start tag in of an element that holds no blocks.
func (b *builder) startLeaf(t tag) {
	switch tags[t].rule {
	case ruleImage:
		b.tok.tag, b.tok.name, b.tok.atom = tagImg, "img", atom.Img
		fallthrough
	case ruleVoid:
		b.reopen()
		b.insertVoid()
	case ruleInput:
		b.closeIn(tagSelect, anyScope)
		b.reopen()
		b.insertVoid()
	case ruleParam:
		b.insertVoid()
	case ruleRule:
		if b.inScope(tagP, parScope) >= 0 {
			b.closeImplied(tagP)
			b.closeIn(tagP, anyScope)
		}
		if b.inScope(tagSelect, anyScope) >= 0 {
			b.closeImplied(tagNone)
		}
		b.insertVoid()
	case ruleTextarea:
		b.rawText(true)
	case ruleXmp:
		b.closeParagraph()
		b.reopen()
		b.rawText(false)
	case ruleRaw:
		b.rawText(false)
	case ruleSelect:
		if b.closeIn(tagSelect, anyScope) {
			return
		}
		b.reopen()
		b.insert()
	case ruleOption:
		b.startOption(t)
	case ruleRuby:
		if b.inScope(tagRuby, anyScope) >= 0 {
			if t == tagRp || t == tagRt {
				b.closeImplied(tagRtc)
			} else {
				b.closeImplied(tagNone)
			}
		}
		b.insert()
	case ruleForeign:
		b.reopen()
		b.insertForeign(tags[t].name)
	}
}

// plaintext makes text of the rest of the page.
func (b *builder) plaintext() {
	b.insert()
	b.addText(b.src[b.pos:])
	b.pos = len(b.src)
}

func (b *builder) startForm() {
	inTemplate := b.count[tagTemplate] > 0
	if b.form != nil && !inTemplate {
		return
	}
	b.closeParagraph()
	if n := b.insert(); !inTemplate {
		b.form = n
	}
}

// startItem takes <li>, <dt> or <dd> in: it closes the item before it.
func (b *builder) startItem(t tag) {
	for i := len(b.open) - 1; i >= 0; i-- {
		o := &b.open[i]
		if o.tag == t || o.tag == tagDd && t == tagDt || o.tag == tagDt && t == tagDd {
			b.popTo(i)
			break
		}
		if o.is&special != 0 && o.is&listTop == 0 {
			break
		}
	}
	b.closeParagraph()
	b.insert()
}

func (b *builder) startFormat(t tag) {
	switch t {
	case tagA:
		if i := b.lastActive(tagA); i >= 0 {
			n := b.active[i].node
			b.endFormat(tagA)
			if at := b.indexOf(n); at >= 0 {
				b.remove(at)
			}
			if i := b.activeIndex(n); i >= 0 {
				b.forget(i)
			}
		}
		b.reopen()
	case tagNobr:
		b.reopen()
		if b.inScope(tagNobr, anyScope) >= 0 {
			b.endFormat(tagNobr)
			b.reopen()
		}
	default:
		b.reopen()
	}
	b.addFormat()
}

func (b *builder) startOption(t tag) {
	switch {
	case b.inScope(tagSelect, anyScope) >= 0 && t == tagOption:
		b.closeImplied(tagOptgroup)
	case b.inScope(tagSelect, anyScope) >= 0:
		b.closeImplied(tagNone)
	case b.topTag() == tagOption:
		b.pop()
	}
	b.reopen()
	b.insert()
}
