package train

import (
	"fmt"
	"slices"

	"matn/clean/internal/score"
)

// minAgreed is the F1, by words of blocks, that a model which never saw the site
// of an article must reach on it for its gold to be learned from. Most gold below
// it that we looked at ends after the first paragraphs. Pages of other types are
// not judged so: there people disagree with each other as well.
const minAgreed = 0.5

// fitThin trains stage 1 thinly for each fold, without its sites.
func fitThin(m *matrix, o Options) (blind []*score.Forest) {
	t := NewTable(m.rows, score.Columns1, thinParams.Bins, m.column)
	for k := range o.Folds {
		use := m.use(func(e *example) bool { return e.used && e.fold != k })
		f, _ := Boost(t, m.label, m.weight, use, thinParams)
		blind = append(blind, f)
	}
	return blind
}

// doubt takes articles out of the examples whose gold the rest speaks against:
// thin training on the other folds finds another text. They are still scored. (The
// idea is that of Brodley and Friedl, "Identifying mislabeled training data",
// JAIR 1999.)
func doubt(m *matrix, blind []*score.Forest, o Options) (list []string) {
	p := make([]float32, m.rows)
	for k, f := range blind {
		m.predict(f, p, func(e *example) bool { return e.fold == k })
	}
	for k, e := range m.examples {
		if !e.used || !e.article() {
			continue
		}
		if f := e.f1(p[m.start[k] : m.start[k]+len(e.label)]); f < minAgreed {
			e.used, e.why = false, fmt.Sprintf("training on other sites finds another text, F1 %.2f", f)
			list = append(list, e.name()+"/"+e.page.ID+": "+e.why)
		}
	}
	o.say("%d articles whose gold is in doubt", len(list))
	slices.Sort(list)
	return list
}
