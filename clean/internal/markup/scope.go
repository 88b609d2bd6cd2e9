package markup

// Scopes say how far a rule looks for an open element: to the first that has one
// of these traits (HTML standard, 13.2.4.2).
const (
	anyScope   = bounds
	itemScope  = bounds | boundsList
	parScope   = bounds | boundsForm
	tableScope = boundsTbl
)

// inScope returns where the innermost open element of a tag is, -1 if there is
// none in the scope.
func (b *builder) inScope(t tag, scope traits) int {
	if b.count[t] == 0 || t == tagNone {
		return -1
	}
	for i := len(b.open) - 1; i >= 0; i-- {
		if b.open[i].tag == t {
			return i
		}
		if b.open[i].is&scope != 0 {
			return -1
		}
	}
	return -1
}

// closeIn closes the innermost open element of a tag and all inside it. It
// reports whether there is one in the scope.
func (b *builder) closeIn(t tag, scope traits) bool {
	i := b.inScope(t, scope)
	if i < 0 {
		return false
	}
	b.popTo(i)
	return true
}

// closeAny is closeIn for the innermost of several tags.
func (b *builder) closeAny(scope traits, of func(tag) bool) bool {
	for i := len(b.open) - 1; i >= 0; i-- {
		if of(b.open[i].tag) {
			b.popTo(i)
			return true
		}
		if b.open[i].is&scope != 0 {
			return false
		}
	}
	return false
}

func isHeading(t tag) bool  { return t >= tagH1 && t <= tagH6 }
func isCell(t tag) bool     { return t == tagTd || t == tagTh }
func isRowGroup(t tag) bool { return t == tagTbody || t == tagThead || t == tagTfoot }

// closeParagraph closes an open paragraph.
func (b *builder) closeParagraph() { b.closeIn(tagP, parScope) }

// closeImplied closes elements whose end tags may be left out, but not one of the
// tag except.
func (b *builder) closeImplied(except tag) {
	for len(b.open) > 0 {
		o := &b.open[len(b.open)-1]
		if o.is&implied == 0 || o.tag == except && except != tagNone {
			return
		}
		b.pop()
	}
}

// clearTo closes elements until one of those that of names, <html> or <template>
// is the innermost.
func (b *builder) clearTo(of func(tag) bool) {
	for i := len(b.open) - 1; i >= 0; i-- {
		if t := b.open[i].tag; of(t) || t == tagHTML || t == tagTemplate {
			b.popTo(i + 1)
			return
		}
	}
}

func isTable(t tag) bool { return t == tagTable }
func isRow(t tag) bool   { return t == tagTr }
