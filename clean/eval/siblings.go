package eval

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"strings"
	"sync"

	"matn/clean"
	"matn/clean/block"
	"matn/clean/profile"
)

// longKept is the length of a block, in runes other than white space, from which
// its loss counts.
const longKept = 40

// Siblings scores a Cleaner on the pages whose site has others, each cleaned
// with what the next k pages of its site teach, by order of IDs. The second
// scores are those of the same pages without memory. The first have ChromeKnown
// and KeptLost besides, and RepeatsCeiling of flattened text.
func Siblings(ctx context.Context, pages []Page, c *clean.Cleaner, k int, o Options) (with, without []Score, err error) {
	m := &memory{cleaner: c, k: k, options: o}
	m.group(pages)
	if len(m.pages) == 0 {
		return nil, nil, errors.New("eval: no two pages are of one site")
	}
	m.seen, m.lines = make([]profile.Page, len(m.pages)), make([]map[string]bool, len(m.pages))
	err = m.each(ctx, func(i int, in Input) error {
		a, err := m.clean(in, nil)
		if err == nil {
			m.seen[i], m.lines[i] = profile.See(a.Blocks, a.Title), foldLines(a.Blocks)
		}
		return nil // a page that cannot be read teaches nothing
	})
	if err != nil {
		return nil, nil, err
	}
	with, without = make([]Score, len(m.pages)), make([]Score, len(m.pages))
	err = m.each(ctx, func(i int, in Input) error {
		with[i], without[i] = m.score(i, in)
		if o.Progress != nil {
			o.Progress()
		}
		return nil
	})
	return with, without, err
}

// memory holds the pages of one run of Siblings, those of a site together.
type memory struct {
	cleaner *clean.Cleaner
	k       int
	options Options
	pages   []Page
	sites   [][2]int // of each page: where its site begins and ends
	seen    []profile.Page
	lines   []map[string]bool // of each page, as block.Fold gives them
}

// group keeps the pages of sites with two pages and more.
func (m *memory) group(pages []Page) {
	pages = slices.Clone(pages)
	slices.SortStableFunc(pages, func(a, b Page) int { return strings.Compare(Site(a), Site(b)) })
	for i := 0; i < len(pages); {
		end := i + 1
		for end < len(pages) && Site(pages[end]) == Site(pages[i]) {
			end++
		}
		if start := len(m.pages); end-i > 1 {
			m.pages = append(m.pages, pages[i:end]...)
			for range end - i {
				m.sites = append(m.sites, [2]int{start, len(m.pages)})
			}
		}
		i = end
	}
}

// each calls do for every page.
func (m *memory) each(ctx context.Context, do func(i int, in Input) error) error {
	errs := make([]error, len(m.pages))
	todo := make(chan int)
	var workers sync.WaitGroup
	jobs := m.options.Jobs
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	for range min(jobs, len(m.pages)) {
		workers.Go(func() {
			for i := range todo {
				in, err := Load(m.pages[i], m.options.Text)
				if err == nil {
					err = do(i, in)
				}
				errs[i] = err
			}
		})
	}
	for i := range m.pages {
		if ctx.Err() != nil {
			break
		}
		todo <- i
	}
	close(todo)
	workers.Wait()
	return errors.Join(append(errs, ctx.Err())...)
}

func (m *memory) clean(in Input, p *profile.Profile) (*clean.Article, error) {
	return cleanInput(m.cleaner, in, p)
}

// score cleans a page with its siblings and without.
func (m *memory) score(i int, in Input) (with, without Score) {
	site := m.sites[i]
	p := &profile.Profile{}
	var siblings []map[string]bool
	for s := 1; s <= m.k && s < site[1]-site[0]; s++ {
		sibling := site[0] + (i-site[0]+s)%(site[1]-site[0])
		p.Learn(m.seen[sibling])
		siblings = append(siblings, m.lines[sibling])
	}
	alone, err := m.clean(in, nil)
	without = ScorePage(m.pages[i], bodyOnly(result(alone, err)), in.Lines)
	known, err2 := m.clean(in, p)
	with = ScorePage(m.pages[i], bodyOnly(result(known, err2)), in.Lines)
	if err == nil && err2 == nil && m.pages[i].Gold.Body.Known() {
		cover := Align(alone.Blocks, m.pages[i].Gold.Body.Value)
		compare(&with, alone.Blocks, known.Blocks, cover)
		if in.Lines != nil {
			best := ScorePage(m.pages[i], Result{Body: withoutRepeats(alone.Blocks, siblings, cover)}, in.Lines)
			if f1, ok := best.Values[LineF1]; ok {
				with.Values.set(RepeatsCeiling, f1)
			}
		}
	}
	return with, without
}

// compare tells what memory knew of chrome, and what it lost of gold.
func compare(s *Score, alone, known []block.Block, cover []float32) {
	chrome, found, lost := 0, 0, 0
	for i := range known {
		switch gold := cover[i] >= Labelled; {
		case !gold:
			chrome++
			if known[i].Reason.Count > 0 {
				found++
			}
		case alone[i].Kept && !known[i].Kept && alone[i].Chars > longKept:
			lost++
		}
	}
	if chrome > 0 {
		s.Values.set(ChromeKnown, float64(found)/float64(chrome))
	}
	s.Values.set(KeptLost, float64(lost))
}

// foldLines is the lines of a page.
func foldLines(blocks []block.Block) map[string]bool {
	lines := make(map[string]bool, len(blocks))
	for i := range blocks {
		lines[string(block.Fold(nil, blocks[i].Text))] = true
	}
	return lines
}

// withoutRepeats is the text of the kept blocks but those that a sibling has and
// gold has not.
func withoutRepeats(blocks []block.Block, siblings []map[string]bool, cover []float32) string {
	var text strings.Builder
	for i := range blocks {
		if !blocks[i].Kept {
			continue
		}
		key := string(block.Fold(nil, blocks[i].Text))
		repeated := slices.ContainsFunc(siblings, func(lines map[string]bool) bool { return lines[key] })
		if !repeated || cover[i] >= Labelled {
			text.WriteString(blocks[i].Text + "\n")
		}
	}
	return text.String()
}

// bodyOnly leaves out the blocks of a result, and with them the oracle.
func bodyOnly(r Result) Result {
	r.Blocks = nil
	return r
}
