package markup

// onEnd takes an end tag in.
func (b *builder) onEnd() {
	if b.foreign() && b.foreignEnd() {
		return
	}
	for !b.endIn() {
	}
}

// endIn takes the current end tag in by the rules of the mode. It reports false
// where it changed the mode and the tag is to be looked at again.
func (b *builder) endIn() bool {
	t := b.tok.tag
	switch b.mode {
	case initial, beforeHTML, beforeHead, inHead, afterHead:
		return b.endBeforeBody(t)
	case inTable, inTbody, inRow, inCell, inCaption, inColgroup:
		return b.endInTable(t)
	case inTemplate:
		if t == tagTemplate {
			b.endTemplate()
		}
		return true
	case afterBody:
		if t != tagHTML {
			b.mode = inBody
			return false
		}
		return true
	case inFrameset:
		if t == tagFrameset && b.topTag() == tagFrameset {
			b.pop()
		}
		return true
	}
	return b.endInBody(t)
}

// endBeforeBody takes an end tag in that stands before the body.
func (b *builder) endBeforeBody(t tag) bool {
	switch {
	case t == tagHead && b.mode == inHead:
		b.pop()
		b.mode = afterHead
		return true
	case t == tagTemplate && b.mode >= inHead:
		b.endTemplate()
		return true
	case t == tagHead && b.mode < inHead: // <head></head>, the first left out
		b.untilHead()
		return false
	case t == tagBody || t == tagHTML || t == tagBr:
		b.implyBody()
		return false
	}
	if b.mode == initial {
		b.quirks = true
		b.mode = beforeHTML
	}
	return true
}

// untilHead opens the head of a page that has begun with its end.
func (b *builder) untilHead() {
	if b.mode == initial {
		b.quirks = true
	}
	if b.mode < beforeHead {
		b.imply(tagHTML)
	}
	b.head = b.imply(tagHead)
	b.mode = inHead
}

// endInBody takes an end tag in by the rules of the body (HTML standard,
// 13.2.6.4.7).
func (b *builder) endInBody(t tag) bool {
	switch {
	case t == tagBody || t == tagHTML:
		if b.inScope(tagBody, anyScope) >= 0 {
			b.mode = afterBody
		}
	case tags[t].is&endsBlock != 0:
		if b.inScope(t, anyScope) >= 0 {
			b.closeImplied(tagNone)
			b.closeIn(t, anyScope)
		}
	case t == tagForm:
		b.endForm()
	case t == tagP:
		if b.inScope(tagP, parScope) < 0 {
			b.imply(tagP)
		}
		b.closeIn(tagP, parScope)
	case t == tagLi:
		b.closeIn(tagLi, itemScope)
	case t == tagDd || t == tagDt:
		b.closeIn(t, anyScope)
	case isHeading(t):
		b.closeAny(anyScope, isHeading)
	case tags[t].rule == ruleFormatting || t == tagA || t == tagNobr:
		b.endFormat(t)
	case tags[t].rule == ruleObject:
		if b.closeIn(t, anyScope) {
			b.clearMarked()
		}
	case t == tagBr:
		b.tok.attrs = nil
		b.startInBody(tagBr)
	case t == tagTemplate:
		b.endTemplate()
	default:
		b.endOther()
	}
	return true
}

func (b *builder) endForm() {
	i := b.inScope(tagForm, anyScope)
	if b.count[tagTemplate] > 0 {
		if i >= 0 {
			b.closeImplied(tagNone)
			b.closeIn(tagForm, anyScope)
		}
		return
	}
	form := b.form
	b.form = nil
	if form == nil || i < 0 || b.open[i].node != form {
		return
	}
	b.closeImplied(tagNone)
	b.remove(i)
}

// endOther closes the innermost element that has the name of the current tag, if
// no block is open inside it.
func (b *builder) endOther() {
	for i := len(b.open) - 1; i >= 0; i-- {
		o := &b.open[i]
		if o.tag == b.tok.tag && o.node.Namespace == "" && (o.tag != tagNone || o.node.Data == b.tok.name) {
			b.popTo(i)
			return
		}
		if o.is&special != 0 {
			return
		}
	}
}

// endTemplate closes the innermost <template>.
func (b *builder) endTemplate() {
	if b.count[tagTemplate] == 0 {
		return
	}
	b.closeAny(0, func(t tag) bool { return t == tagTemplate })
	b.clearMarked()
	if n := len(b.templates); n > 0 {
		b.templates = b.templates[:n-1]
	}
	b.resetMode()
}

// resetMode finds the mode that the open elements ask for (HTML standard,
// 13.2.4.1).
func (b *builder) resetMode() {
	for i := len(b.open) - 1; i >= 0; i-- {
		switch b.open[i].tag {
		case tagTd, tagTh:
			b.mode = inCell
		case tagTr:
			b.mode = inRow
		case tagTbody, tagThead, tagTfoot:
			b.mode = inTbody
		case tagCaption:
			b.mode = inCaption
		case tagColgroup:
			b.mode = inColgroup
		case tagTable:
			b.mode = inTable
		case tagTemplate:
			b.mode = b.templates[len(b.templates)-1]
		case tagHead:
			b.mode = inHead
		case tagBody:
			b.mode = inBody
		case tagFrameset:
			b.mode = inFrameset
		default:
			continue
		}
		return
	}
	b.mode = inBody
	if len(b.open) > 0 && b.open[0].node.Parent == b.doc {
		b.mode = afterHead
	}
}
