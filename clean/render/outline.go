package render

import (
	"strings"

	"matn/clean"
	"matn/clean/block"
)

// op is one step in writing a body.
type op uint8

const (
	opParagraph op = iota
	opHeading
	opCode
	opRow
	opItem // the text of a list item; lists inside it may follow before opItemEnd
	opItemEnd
	opList
	opListEnd
	opQuote
	opQuoteEnd
	opTable
	opTableEnd
)

// step is an op with what it needs. Opens and ends are balanced.
type step struct {
	op      op
	block   *block.Block // of opParagraph to opItem
	level   int          // of opHeading: 2 to 6, as the title is 1
	ordered bool         // of opList, opListEnd
	start   int          // of an ordered opList: the number of its first item
	columns int          // of opTable: cells of its widest row
}

// maxListDepth bounds nesting, so that what we write stays far below the 512
// open elements that HTML parsers follow.
const maxListDepth = 16

// outline turns the body of a into steps. Blocks of one list, one table or one
// quotation stand together.
func outline(a *clean.Article) []step {
	o := outliner{counts: map[int32]int{}}
	for i := range a.Blocks {
		if b := &a.Blocks[i]; b.Kept {
			o.add(b)
		}
	}
	if len(o.steps) == 0 { // an Article that was read back without its blocks
		for text := range strings.SplitSeq(a.Body, "\n\n") {
			if text != "" {
				o.add(&block.Block{Text: text})
			}
		}
	}
	o.closeAll()
	return o.steps
}

// openList is a list that later blocks may go on with.
type openList struct {
	group   int32
	level   int
	ordered bool
}

// outliner holds what is open while the blocks go by. At most one of a list, a
// quotation and a table is.
type outliner struct {
	steps  []step
	lists  []openList
	quote  bool
	table  int   // index of the open opTable in steps, plus 1; 0 = none
	group  int32 // of the open table
	counts map[int32]int
}

func (o *outliner) add(b *block.Block) {
	switch role := contentRole(b); role {
	case block.RoleListItem:
		o.addItem(b)
	case block.RoleQuote:
		o.addQuote(b)
	case block.RoleTable:
		o.addRow(b)
	case block.RoleHeading:
		o.closeAll()
		o.steps = append(o.steps, step{op: opHeading, block: b, level: headingLevel(b)})
	case block.RoleCode:
		o.closeAll()
		o.steps = append(o.steps, step{op: opCode, block: b})
	default:
		o.closeAll()
		o.steps = append(o.steps, step{op: opParagraph, block: b})
	}
}

// contentRole is what b is in the body: its Role, or its Kind where no stage
// gave it a role that a body has.
func contentRole(b *block.Block) block.Role {
	if b.Role.Content() {
		return b.Role
	}
	return b.Kind.Role()
}

// headingLevel keeps 1 for the title. A heading without a tag of its own is 2.
func headingLevel(b *block.Block) int {
	if b.Kind != block.Heading {
		return 2
	}
	return min(max(int(b.Level), 2), 6)
}

// addItem puts b into the list that it belongs to: the one open at its level,
// or a new one inside the item before.
func (o *outliner) addItem(b *block.Block) {
	o.closeQuote()
	o.closeTable()
	level := min(max(int(b.Level), 1), maxListDepth)
	for n := len(o.lists); n > 0; n = len(o.lists) {
		top := o.lists[n-1]
		if top.level < level || top.level == level && top.group == b.Group && top.ordered == b.Ordered {
			break
		}
		o.closeList()
	}
	if n := len(o.lists); n > 0 && o.lists[n-1].level == level {
		o.steps = append(o.steps, step{op: opItemEnd})
	} else {
		o.lists = append(o.lists, openList{b.Group, level, b.Ordered})
		o.steps = append(o.steps, step{op: opList, ordered: b.Ordered, start: o.firstNumber(b)})
	}
	o.count(b)
	o.steps = append(o.steps, step{op: opItem, block: b})
}

// firstNumber goes on counting where a paragraph interrupted the same list.
func (o *outliner) firstNumber(b *block.Block) int {
	if b.Group == 0 || b.Level > 1 {
		return 1
	}
	return o.counts[b.Group] + 1
}

func (o *outliner) count(b *block.Block) {
	if b.Group != 0 && b.Level <= 1 {
		o.counts[b.Group]++
	}
}

func (o *outliner) addQuote(b *block.Block) {
	o.closeLists()
	o.closeTable()
	if !o.quote {
		o.steps = append(o.steps, step{op: opQuote})
		o.quote = true
	}
	o.steps = append(o.steps, step{op: opParagraph, block: b})
}

func (o *outliner) addRow(b *block.Block) {
	o.closeLists()
	o.closeQuote()
	if o.table > 0 && o.group != b.Group {
		o.closeTable()
	}
	if o.table == 0 {
		o.steps = append(o.steps, step{op: opTable})
		o.table, o.group = len(o.steps), b.Group
	}
	table := &o.steps[o.table-1]
	table.columns = max(table.columns, strings.Count(b.Text, "\t")+1)
	o.steps = append(o.steps, step{op: opRow, block: b})
}

func (o *outliner) closeAll() {
	o.closeLists()
	o.closeQuote()
	o.closeTable()
}

func (o *outliner) closeLists() {
	for len(o.lists) > 0 {
		o.closeList()
	}
}

func (o *outliner) closeList() {
	n := len(o.lists) - 1
	o.steps = append(o.steps, step{op: opItemEnd}, step{op: opListEnd, ordered: o.lists[n].ordered})
	o.lists = o.lists[:n]
}

func (o *outliner) closeQuote() {
	if o.quote {
		o.steps = append(o.steps, step{op: opQuoteEnd})
		o.quote = false
	}
}

func (o *outliner) closeTable() {
	if o.table > 0 {
		o.steps = append(o.steps, step{op: opTableEnd})
		o.table = 0
	}
}
