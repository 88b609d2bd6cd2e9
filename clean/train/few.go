package train

import (
	"path/filepath"
	"slices"
	"strings"

	"matn/clean"
	"matn/clean/eval"
)

// fewCount is what became of texts with a few lines around the body.
type fewCount struct {
	texts, exact float64 // texts, and those of which just the body was kept
	around, kept float64 // lines around the body, and those kept
	body, lost   float64 // lines of the body, and those not kept
}

func (c *fewCount) add(d fewCount) {
	c.texts, c.exact = c.texts+d.texts, c.exact+d.exact
	c.around, c.kept = c.around+d.around, c.kept+d.kept
	c.body, c.lost = c.body+d.body, c.lost+d.lost
}

// scoreFew cleans bodies with a few lines around them, one of each page, with the
// cleaner of its fold, and counts the lines that are wrong. Converters that leave
// most of the chrome away give such texts.
func scoreFew(sets []string, blind []*clean.Cleaner, o Options) (Measured, error) {
	m := Measured{Title: "Bodies with a few lines around them", Plain: true,
		Columns: []string{"texts", "right to the line", "lines around", "of them kept", "lines of bodies", "of them lost"}}
	for _, set := range sets {
		list, err := eval.ReadSet(filepath.Join(o.Corpus, set), "")
		if err != nil {
			return m, err
		}
		counts, errs := make([]fewCount, len(list)), make([]error, len(list))
		parallel(len(list), func() func(int) {
			return func(i int) {
				counts[i], errs[i] = cleanFew(list[i], blind[foldOf(eval.Site(list[i]), o.Folds)], o.Folds)
			}
		})
		var c fewCount
		for i := range counts {
			if errs[i] != nil {
				return m, errs[i]
			}
			c.add(counts[i])
		}
		m.Rows = append(m.Rows, MeasuredRow{set, []float64{c.texts, c.exact / max(c.texts, 1), c.around, c.kept / max(c.around, 1), c.body, c.lost / max(c.body, 1)}})
	}
	return m, nil
}

// cleanFew cleans the text of a page; pages without one count nothing.
func cleanFew(p eval.Page, c *clean.Cleaner, folds int) (n fewCount, err error) {
	in, err := eval.Load(p, true)
	if err != nil {
		return n, err
	}
	layout, _, err := lay(in)
	if err != nil {
		return n, err
	}
	e := newExample(p, folds)
	if e.judge(layout.Blocks); !e.used {
		return n, nil
	}
	list := excerpts(e.label, p.ID)
	at := slices.IndexFunc(list, func(x excerpt) bool { return x.scope == scopeFew })
	if at < 0 {
		return n, nil
	}
	var text []string
	for _, i := range list[at].take {
		text = append(text, layout.Blocks[i].Text)
	}
	a, err := c.Text([]byte(strings.Join(text, "\n")), clean.PageInfo{})
	if a == nil {
		return n, err
	}
	n.texts, n.exact = 1, 1
	for k, i := range list[at].take {
		switch kept := k < len(a.Blocks) && a.Blocks[k].Kept; {
		case e.label[i] > 0:
			n.body++
			if !kept {
				n.lost, n.exact = n.lost+1, 0
			}
		default:
			n.around++
			if kept {
				n.kept, n.exact = n.kept+1, 0
			}
		}
	}
	return n, nil
}
