package score

// KindColumns is the number of columns that the kind of a page is told by: the mean
// of each column of stage 1 over the blocks of the page, then the mean by their
// words.
const KindColumns = 2 * Columns1

// kindColumns are the columns that a forest looks at to tell the kind of a page.
type kindColumns struct{ plain, byWords []int }

func kindColumnsOf(f *Forest) (k kindColumns) {
	used, _ := f.columns()
	for _, c := range used {
		if int(c) < Columns1 {
			k.plain = append(k.plain, int(c))
		} else {
			k.byWords = append(k.byWords, int(c)-Columns1)
		}
	}
	return k
}

// kindSum sums the columns of the blocks of a page. It is scratch.
type kindSum struct {
	kindColumns
	row    [KindColumns]float32
	blocks float32
	words  float32
}

// begin forgets the page before, and says which columns to sum.
func (s *kindSum) begin(columns kindColumns) {
	s.kindColumns, s.blocks, s.words = columns, 0, 0
	clear(s.row[:])
}

// add sums the rows of blocks, of width columns each, that have so many words.
func (s *kindSum) add(rows []float32, width int, words []float32) {
	if len(s.plain)+len(s.byWords) == 0 {
		return
	}
	for i, w := range words {
		row := rows[i*width : i*width+Columns1]
		for _, c := range s.plain {
			s.row[c] += row[c]
		}
		for _, c := range s.byWords {
			s.row[Columns1+c] += float32(row[c] * w) // rounded, so that no machine fuses it
		}
		s.blocks++
		s.words += w
	}
}

// means makes means of the sums.
func (s *kindSum) means() []float32 {
	for _, c := range s.plain {
		s.row[c] = share(s.row[c], s.blocks)
	}
	for _, c := range s.byWords {
		s.row[Columns1+c] = share(s.row[Columns1+c], s.words)
	}
	return s.row[:]
}

// KindRow returns all columns that the kind of a page is told by, from the columns
// of stage 1 of its blocks, row by row, and their words.
func KindRow(rows []float32, words []float32) []float32 {
	s := &kindSum{}
	for c := range Columns1 {
		s.plain, s.byWords = append(s.plain, c), append(s.byWords, c)
	}
	s.add(rows, Columns1, words)
	return s.means()
}
