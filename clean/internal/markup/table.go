package markup

// startInTable takes a start tag in where tables have their own rules (HTML
// standard, 13.2.6.4.9 to 15). It reports false where it is to be looked at again.
func (b *builder) startInTable(t tag) bool {
	part := tags[t].rule == ruleTablePart && t != tagHead && t != tagFrame
	switch b.mode {
	case inCaption:
		if part && t != tagTh { // <th> is left to the body
			return !b.endCaption()
		}
	case inCell:
		if part {
			return !b.endCell(isCell)
		}
	case inColgroup:
		return b.startInColgroup(t)
	case inRow:
		switch {
		case isCell(t):
			b.clearTo(isRow)
			b.insert()
			b.mark()
			b.mode = inCell
			return true
		case part:
			return !b.endRow()
		}
	case inTbody:
		switch {
		case t == tagTr:
			b.clearTo(isRowGroup)
			b.insert()
			b.mode = inRow
			return true
		case isCell(t):
			b.clearTo(isRowGroup)
			b.imply(tagTr)
			b.mode = inRow
			return false
		case part:
			return !b.endTbody()
		}
	}
	if b.mode == inCell || b.mode == inCaption {
		b.startInBody(t)
		return true
	}
	return b.startOfTable(t)
}

// startOfTable takes a start tag in right inside a table.
func (b *builder) startOfTable(t tag) bool {
	switch t {
	case tagCaption:
		b.clearTo(isTable)
		b.mark()
		b.insert()
		b.mode = inCaption
	case tagColgroup:
		b.clearTo(isTable)
		b.insert()
		b.mode = inColgroup
	case tagCol:
		b.clearTo(isTable)
		b.imply(tagColgroup)
		b.mode = inColgroup
		return false
	case tagTbody, tagTfoot, tagThead:
		b.clearTo(isTable)
		b.insert()
		b.mode = inTbody
	case tagTd, tagTh, tagTr:
		b.clearTo(isTable)
		b.imply(tagTbody)
		b.mode = inTbody
		return false
	case tagTable:
		if b.closeIn(tagTable, tableScope) {
			b.resetMode()
			return false
		}
	case tagStyle, tagScript, tagTemplate:
		b.startOfHead(t)
	case tagForm:
		if b.form == nil && b.count[tagTemplate] == 0 {
			b.form = b.insert()
			b.pop()
		}
	default:
		if t == tagInput && b.hasHidden() {
			b.insertVoid()
			break
		}
		b.foster = true
		b.startInBody(t)
		b.foster = false
	}
	return true
}

func (b *builder) startInColgroup(t tag) bool {
	switch t {
	case tagHTML:
		b.startInBody(t)
	case tagCol:
		b.insertVoid()
	case tagTemplate:
		b.startOfHead(t)
	default:
		return !b.endColgroup()
	}
	return true
}

// endInTable takes an end tag in where tables have their own rules. It reports
// false where it is to be looked at again.
func (b *builder) endInTable(t tag) bool {
	part := tags[t].rule == ruleTablePart && t != tagHead && t != tagFrame || t == tagBody || t == tagHTML
	switch b.mode {
	case inCaption:
		switch {
		case t == tagCaption:
			b.endCaption()
			return true
		case t == tagTable:
			return !b.endCaption()
		case part:
			return true
		}
	case inColgroup:
		switch t {
		case tagColgroup:
			b.endColgroup()
			return true
		case tagCol:
			return true
		case tagTemplate:
			b.endTemplate()
			return true
		}
		return !b.endColgroup()
	case inCell:
		return b.endInCell(t, part)
	case inRow:
		switch {
		case t == tagTr:
			b.endRow()
			return true
		case t == tagTable, isRowGroup(t) && b.inScope(t, tableScope) >= 0:
			return !b.endRow()
		case part:
			return true
		}
	case inTbody:
		switch {
		case isRowGroup(t):
			if b.inScope(t, tableScope) >= 0 {
				b.clearTo(isRowGroup)
				b.pop()
				b.mode = inTable
			}
			return true
		case t == tagTable:
			return !b.endTbody()
		case part:
			return true
		}
	}
	if b.mode == inCaption {
		return b.endInBody(t)
	}
	return b.endOfTable(t, part)
}

// endOfTable takes an end tag in right inside a table.
func (b *builder) endOfTable(t tag, part bool) bool {
	switch {
	case t == tagTable:
		if b.closeIn(tagTable, tableScope) {
			b.resetMode()
		}
	case part:
	case t == tagTemplate:
		b.endTemplate()
	default:
		b.foster = true
		b.endInBody(t)
		b.foster = false
	}
	return true
}

func (b *builder) endInCell(t tag, part bool) bool {
	switch {
	case isCell(t):
		b.endCell(func(o tag) bool { return o == t })
		return true
	case t == tagTable || t == tagTr || isRowGroup(t):
		if b.inScope(t, tableScope) < 0 {
			return true
		}
		b.endCell(isCell)
		b.mode = inRow
		return false
	case part:
		return true
	}
	return b.endInBody(t)
}

// The functions below close a part of a table, and report whether it was open.

func (b *builder) endCaption() bool {
	if !b.closeIn(tagCaption, tableScope) {
		return false
	}
	b.clearMarked()
	b.mode = inTable
	return true
}

func (b *builder) endColgroup() bool {
	if b.topTag() != tagColgroup {
		return false
	}
	b.pop()
	b.mode = inTable
	return true
}

func (b *builder) endCell(of func(tag) bool) bool {
	if !b.closeAny(tableScope, of) {
		return false
	}
	b.clearMarked()
	b.mode = inRow
	return true
}

func (b *builder) endRow() bool {
	if b.inScope(tagTr, tableScope) < 0 {
		return false
	}
	b.clearTo(isRow)
	b.pop()
	b.mode = inTbody
	return true
}

func (b *builder) endTbody() bool {
	if !b.closeAny(tableScope, isRowGroup) {
		return false
	}
	b.mode = inTable
	return true
}

// startInTemplate takes a start tag in right inside a <template>: the first tells
// what the template is for (HTML standard, 13.2.6.4.18).
func (b *builder) startInTemplate(t tag) bool {
	m := inBody
	switch {
	case tags[t].rule == ruleHead:
		b.startOfHead(t)
		return true
	case t == tagCaption || t == tagColgroup || isRowGroup(t):
		m = inTable
	case t == tagCol:
		m = inColgroup
	case t == tagTr:
		m = inTbody
	case isCell(t):
		m = inRow
	}
	b.templates[len(b.templates)-1] = m
	b.mode = m
	return false
}
