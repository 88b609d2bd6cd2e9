package profile

// Limits for flattened text, where no place tells one line from another. Chosen
// on lines of the aed, Arabic, fundus and WCXB sets with up to five siblings,
// scored with weights that had not seen their sites: line F1 rises on each.
const (
	// maxSureLine is the probability from which a line stays.
	maxSureLine = 0.9
	// besides is the number of lines above and below a line that are looked at,
	// and minBesides the share of them that must be the site's: furniture comes in
	// groups, a heading that articles share stands between lines of the article.
	besides, minBesides = 2, 0.3
	// ownWords is the number of words of its own from which text is a story of its
	// own, however much of it the site repeats.
	ownWords = 100
)

// goesFlat is goes for a line of flattened text.
func (m *marker) goesFlat(i int, after int32) bool {
	p := m.blocks[i].P
	return after < closing && p < maxSureEnd || p < maxSureLine && m.besides(i) > minBesides
}

// besides is the share of the lines around a line that the site is known for.
func (m *marker) besides(i int) float64 {
	all, known := 0, 0
	for k := max(i-besides, 0); k <= min(i+besides, len(m.blocks)-1); k++ {
		if k == i {
			continue
		}
		all++
		if m.exact[k].count > 0 {
			known++
		}
	}
	return float64(known) / float64(max(all, 1))
}

// spared reports whether so much of a body is known that it is left alone.
func (m *marker) spared(k body) bool {
	if m.page.flat && k.words-k.known >= ownWords {
		return false
	}
	return float64(k.known) > retold*float64(k.words)
}
