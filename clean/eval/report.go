package eval

import (
	"encoding/json"
	"maps"
	"slices"
)

// Group is the means over some pages.
type Group struct {
	Pages  int
	Values Values         // mean of each measure, over the pages that have it
	N      map[string]int // how many pages have it
}

// MarshalJSON writes the measures flat, with the numbers of pages under "n".
func (g Group) MarshalJSON() ([]byte, error) {
	flat := map[string]any{"pages": g.Pages, "n": g.N}
	for name, v := range g.Values {
		flat[name] = v
	}
	return json.Marshal(flat)
}

// SetReport is what one extractor reached on one gold directory.
type SetReport struct {
	Set        string           `json:"set"`
	Extractor  string           `json:"extractor"`
	Mode       string           `json:"mode"` // "html" or "text"
	EmptyGold  int              `json:"empty_gold"`
	All        Group            `json:"all"`
	ByType     map[string]Group `json:"by_type"`
	ByLanguage map[string]Group `json:"by_language"`
	BySite     map[string]Group `json:"by_site"`
	Cost       *Cost            `json:"cost,omitempty"`
	Rule       *SetReport       `json:"rule,omitempty"` // the baseline on the same pages: a rule, or matn without memory
	Scores     []Score          `json:"scores,omitempty"`
}

// Modes of a SetReport.
const (
	ModeHTML = "html"
	ModeText = "text"
)

// Summarize adds the scores of one set up: all pages, and by type, language and
// site. Groups of pages without a type or language are left out.
func Summarize(set, extractor, mode string, scores []Score) SetReport {
	scores = countUnknownAsEmpty(scores)
	r := SetReport{Set: set, Extractor: extractor, Mode: mode, All: group(scores), Scores: scores}
	r.EmptyGold = r.All.N[WordF1EmptyZero] - r.All.N[WordF1]
	r.ByType = groupBy(scores, func(s *Score) string { return s.PageType })
	r.ByLanguage = groupBy(scores, func(s *Score) string { return s.Language })
	r.BySite = groupBy(scores, func(s *Score) string { return s.Site })
	return r
}

// countUnknownAsEmpty counts a page whose body is null as one with an empty
// body, where other pages of the set have one: so do the public figures.
func countUnknownAsEmpty(scores []Score) []Score {
	known := func(s Score) bool { _, ok := s.Values[WordF1]; return ok }
	if !slices.ContainsFunc(scores, known) {
		return scores
	}
	scores = slices.Clone(scores)
	for i, s := range scores {
		if _, ok := s.Values[WordF1EmptyZero]; !ok {
			scores[i].Values = maps.Clone(s.Values)
			scores[i].Values.set(WordF1EmptyZero, 0)
		}
	}
	return scores
}

func groupBy(scores []Score, key func(*Score) string) map[string]Group {
	parts := map[string][]Score{}
	for i := range scores {
		if k := key(&scores[i]); k != "" {
			parts[k] = append(parts[k], scores[i])
		}
	}
	groups := make(map[string]Group, len(parts))
	for k, part := range parts {
		groups[k] = group(part)
	}
	return groups
}

func group(scores []Score) Group {
	g := means(scores)
	sites := map[string][]Score{}
	for _, s := range scores {
		sites[s.Site] = append(sites[s.Site], s)
	}
	for site, pages := range map[string]string{
		SiteWordF1: WordF1, SiteWithoutRate: WithoutRate, SiteLeakedLines: LeakedLines,
	} {
		g.addSiteMean(site, pages, sites)
	}
	p, r := g.Values[ShinglePrecision], g.Values[ShingleRecall]
	if g.N[ShingleRecall] > 0 {
		f1 := 0.0
		if p+r > 0 {
			f1 = 2 * p * r / (p + r)
		}
		g.Values[ShingleF1OfMeans], g.N[ShingleF1OfMeans] = f1, g.N[ShingleRecall]
	}
	return g
}

func means(scores []Score) Group {
	g := Group{Pages: len(scores), Values: Values{}, N: map[string]int{}}
	for _, s := range scores {
		for name, v := range s.Values {
			g.Values[name] += v
			g.N[name]++
		}
	}
	for name, n := range g.N {
		g.Values[name] /= float64(n)
	}
	return g
}

// addSiteMean adds the mean over sites of their mean of a measure; its N is the
// number of sites.
func (g *Group) addSiteMean(name, measure string, sites map[string][]Score) {
	sum, n := 0.0, 0
	for _, key := range slices.Sorted(maps.Keys(sites)) { // sorted: sums must not vary
		part := means(sites[key])
		if part.N[measure] > 0 {
			sum += part.Values[measure]
			n++
		}
	}
	if n > 0 {
		g.Values[name], g.N[name] = sum/float64(n), n
	}
}

// Worst lists the n pages with the lowest word F1, worst first.
func (r *SetReport) Worst(n int) []Score {
	worst := slices.DeleteFunc(slices.Clone(r.Scores), func(s Score) bool {
		_, ok := s.Values[WordF1]
		return !ok
	})
	slices.SortStableFunc(worst, func(a, b Score) int {
		switch x, y := a.Values[WordF1], b.Values[WordF1]; {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	return worst[:min(n, len(worst))]
}
