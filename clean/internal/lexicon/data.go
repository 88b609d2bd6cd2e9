package lexicon

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"matn/clean/block"
)

//go:embed data/*/*.txt
var embedded embed.FS

// part is what a phrase is for: a shape of Match, or a word class of the
// byline and dateline readers.
type part uint8

const (
	partNone part = iota
	partSuffix
	partPrefix
	partItem // may stand alone or in a List
	partLabel
	partWhole

	partAgency   // news agency, or a word that stands for several: "agencies"
	partPaper    // newspaper, in a dateline only
	partPlace    // dateline city
	partFrom     // "Elaph from London:"
	partOpener   // "By", before a name without a separator
	partVerb     // "wrote", before a name of two words without a separator
	partAnd      // between two names
	partTail     // a word after which no name follows: "for", "published"
	partTitle    // "Staff Writer"
	partParticle // lower-case part of a name: "van"
	partName     // first name that begins like the word for "and"
	partNotice   // what a page says in place of an article: "page not found"
	partMachine  // what says that a machine wrote the summary beside it

	partCount
)

var partNames = [partCount]string{
	"", "suffix", "prefix", "item", "label", "whole",
	"agency", "paper", "place", "from", "opener", "verb", "and", "tail", "title", "particle", "name", "notice", "machine",
}

var condNames = map[string]Cond{
	"certain": Certain, "short": Short, "links": LinkDense, "edge": Edge, "near": NearChrome,
}

// entry is one line of the data.
type entry struct {
	role   block.Role
	part   part
	cond   Cond
	lang   string
	phrase string // the pattern, as in the data
	id     string // name, once the table is complete
}

// name is the entry's id: "ar/most-read:الأكثر قراءة".
func (e *entry) name() string {
	var b strings.Builder
	e.writeName(&b)
	return b.String()
}

func (e *entry) writeName(b *strings.Builder) {
	b.WriteString(e.lang)
	b.WriteByte('/')
	b.WriteString(e.role.String())
	b.WriteByte(':')
	b.WriteString(e.phrase)
}

// load reads data/<lang>/*.txt of fsys. The table holds every entry that could
// be read; the error joins one line for each that could not, with file:line.
func load(fsys fs.FS) (*table, error) {
	files, err := fs.Glob(fsys, "data/*/*.txt")
	if err != nil {
		return nil, fmt.Errorf("lexicon: %w", err)
	}
	t := newTable()
	var errs []error
	for _, name := range files {
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			errs = append(errs, fmt.Errorf("lexicon: %w", err))
			continue
		}
		lang := path.Base(path.Dir(name))
		number := 0
		for row := range strings.Lines(string(text)) {
			number++
			row = strings.TrimRight(row, "\r\n")
			if strings.TrimSpace(row) == "" || strings.HasPrefix(row, "#") {
				continue
			}
			if err := t.addRow(lang, row); err != nil {
				errs = append(errs, fmt.Errorf("lexicon: %s:%d: %w", name, number, err))
			}
		}
	}
	t.finish()
	return t, errors.Join(errs...)
}

// addRow adds a line of data: shape, role, condition, phrase, source.
func (t *table) addRow(lang, row string) error {
	var field [5]string
	n := 0
	for f := range strings.SplitSeq(row, "\t") {
		if n == len(field) {
			return fmt.Errorf("more than %d fields", len(field))
		}
		field[n] = f
		n++
	}
	if n != len(field) || field[4] == "" {
		return fmt.Errorf("want shape, role, condition, phrase, source between tabs, got %d fields", n)
	}
	e := entry{lang: lang, part: parsePart(field[0])}
	if e.part == partNone {
		return fmt.Errorf("unknown shape %q", field[0])
	}
	var ok bool
	if e.role, ok = block.ParseRole(field[1]); !ok || e.role == block.Unknown {
		return fmt.Errorf("unknown role %q", field[1])
	}
	var err error
	if e.cond, err = parseCond(field[2]); err != nil {
		return err
	}
	e.phrase = field[3]
	return t.add(e)
}

func parsePart(name string) part {
	for i, n := range partNames {
		if n == name && n != "" {
			return part(i)
		}
	}
	return partNone
}

// parseCond reads a comma-separated set; "-" is the empty one.
func parseCond(list string) (Cond, error) {
	var set Cond
	if list == "-" {
		return set, nil
	}
	for name := range strings.SplitSeq(list, ",") {
		c, ok := condNames[name]
		if !ok {
			return 0, fmt.Errorf("unknown condition %q", name)
		}
		set |= c
	}
	return set, nil
}
