package score

import (
	"fmt"
	"hash/fnv"
)

// A row of features describes one block. Its columns come in groups; each group
// is a file, which names its columns and fills them in. A share of
// nothing is 0; a distance to what does not exist is its cap. A block
// is long when it has longChars runes at least, under a third of them links,
// and is shown.
const (
	textAt    = 0
	elemAt    = textAt + textCount
	placeAt   = elemAt + elemCount
	contAt    = placeAt + placeCount
	sibAt     = contAt + contCount
	bestAt    = sibAt + sibCount
	headAt    = bestAt + bestCount
	repeatAt  = headAt + headCount
	nearAt    = repeatAt + repeatCount
	sectionAt = nearAt + nearCount
	pageAt    = sectionAt + sectionCount
	namesAt   = pageAt + pageCount

	// Columns1 is the number of columns that stage 1 sees.
	Columns1 = namesAt + namesCount
	// Columns is the number of columns of a whole row. Stage 2 was trained on those
	// that it adds alone: with the others it learned the pages by heart.
	Columns = Columns1 + stackCount
)

// Group is a run of columns that belong together.
type Group struct {
	Name  string
	At    int      // its first column
	Names []string // of its columns
}

// Groups lists the columns of pages, in order.
func Groups() []Group {
	return []Group{
		{"text", textAt, textNames[:]},
		{"element", elemAt, elemNames()},
		{"place", placeAt, placeNames[:]},
		{"container", contAt, contNames()},
		{"sibling", sibAt, sibNames[:]},
		{"best", bestAt, bestNames[:]},
		{"head", headAt, headNames[:]},
		{"repeat", repeatAt, repeatNames[:]},
		{"near", nearAt, nearNames()},
		{"section", sectionAt, sectionNames[:]},
		{"page", pageAt, pageNames[:]},
		{"names", namesAt, namesNames[:]},
		{"stack", Columns1, stackNames[:]},
	}
}

// forestNames tell of the forests that pages go through after stage 1.
var forestNames = [...]string{"stage 2 of articles", "stage 2 of others: onto the log-odds of stage 1",
	"kind: means of stage 1 over blocks, then by words"}

// schema changes when a column means something else under the same name.
const schema = 1

// SchemaHash identifies the columns that the weights of a part are trained on.
// Weights of another schema are refused.
func SchemaHash(part Part) uint64 {
	if part == Lines {
		return hashSchema(schema, append(LineGroups(), Group{"clean", LineColumns, lineWholeNames[:]}))
	}
	return hashSchema(schema, append(Groups(), Group{"forests", Columns, forestNames[:]}))
}

func hashSchema(version int, groups []Group) uint64 {
	h := fnv.New64a()
	fmt.Fprint(h, version)
	for _, g := range groups {
		fmt.Fprint(h, g.Name, g.At, g.Names)
	}
	return h.Sum64()
}
