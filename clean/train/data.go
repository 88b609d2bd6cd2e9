package train

import (
	"errors"
	"fmt"
	"hash/fnv"
	"slices"

	"matn/clean/block"
	"matn/clean/eval"
	"matn/clean/internal/decode"
	"matn/clean/internal/dom"
	"matn/clean/internal/meta"
	"matn/clean/internal/score"
	"matn/clean/internal/segment"
)

// example is one page to learn from.
type example struct {
	page    eval.Page
	site    string
	fold    int
	rows    []float32 // stage 1 columns, block by block
	label   []float32 // 1 when the block belongs to gold
	shape   score.Shape
	terms   lineTerms // of flattened text
	blank   bool      // its words are those of no known language
	scope   scope     // what of a flattened page it is
	scale   float64   // weight of its rows
	used    bool      // its gold is fit to learn from
	known   []bool    // of a page whose gold is snippets, the blocks that hold one; else nil
	ceiling float64   // word F1 of the best choice of blocks
	varied  bool      // it is a variation of a page
	why     string
	names   []tokens  // around each block
	even    []float32 // weights of its rows, 1 on average
}

const (
	// minCeiling is the word F1 that the best choice of blocks must reach for
	// the gold of a page to be learned from; below it gold is not what the page
	// shows.
	minCeiling = 0.6
	// nodeLimit is that of the pages learned from.
	nodeLimit = 4_000_000
)

// view says whether examples are whole pages or flattened lines.
type view bool

const (
	pages view = false
	lines view = true
)

// load reads the gold of a directory and makes examples of it, in the order of
// IDs; lines also stand among those of hosts.
func load(dir string, v view, folds int, h hosts) ([]*example, error) {
	set, err := eval.ReadSet(dir, "")
	if err != nil {
		return nil, err
	}
	out, errs := make([][]*example, len(set)), make([]error, len(set))
	pool := donorsOf(set, folds)
	parallel(len(set), func() func(int) {
		f := &score.Features{}
		return func(i int) {
			if out[i], errs[i] = read(set[i], v, folds, h, f); v == pages && errs[i] == nil && len(out[i]) > 0 {
				varied, err := readVaried(out[i][0], pool, folds, f)
				out[i], errs[i] = append(out[i], varied...), err
			}
		}
	})
	return slices.Concat(out...), errors.Join(errs...)
}

// read makes an example of a page; of flattened lines, also of parts of them. Of
// a page that came flattened there are lines alone.
func read(p eval.Page, v view, folds int, h hosts, f *score.Features) ([]*example, error) {
	if p.Flat && v == pages {
		return nil, nil
	}
	in, err := eval.Load(p, v == lines)
	if err != nil {
		return nil, err
	}
	layout, hints, err := lay(in)
	if err != nil {
		return nil, fmt.Errorf("train: %s: %w", p.Path, err)
	}
	whole := newExample(p, folds)
	if v == pages {
		whole.scaleOfPage()
	}
	whole.judge(layout.Blocks)
	whole.measure(layout, hints, f)
	list := []*example{whole}
	if v == lines && whole.used {
		parts := excerpts(whole.label, p.ID)
		list = append(list, h.hosted(whole, layout, parts, folds, f)...)
		for _, x := range parts {
			part := newExample(p, folds)
			part.used, part.scope, part.scale = true, x.scope, excerptScale[x.scope]*part.scale
			l := &dom.Layout{}
			for _, i := range x.take {
				l.Blocks = append(l.Blocks, layout.Blocks[i])
				part.label = append(part.label, whole.label[i])
			}
			if part.measure(l, hints, f); x.caseless {
				part = part.caseless(f)
			}
			list = append(list, part)
		}
	}
	if v == lines && whole.used {
		h.scaleVerse(whole, list)
	}
	if v == lines && whole.used {
		list = append(list, whole.copies(layout, hints, f)...)
	}
	return list, nil
}

// readVaried makes an example of the variation of a page, where it has one.
func readVaried(whole *example, pool donors, folds int, f *score.Features) ([]*example, error) {
	in, ok := vary(whole.page, whole, pool, folds)
	if !ok {
		return nil, nil
	}
	layout, hints, err := lay(in)
	if err != nil {
		return nil, fmt.Errorf("train: %s: %w", whole.page.Path, err)
	}
	e := newExample(whole.page, folds)
	e.scaleOfPage()
	e.scale, e.varied = varyScale*e.scale, true
	if e.judge(layout.Blocks); e.ceiling < minCeilingVaried {
		return nil, nil
	}
	e.measure(layout, hints, f)
	return []*example{e}, nil
}

// setScale is the weight of the pages of a set beside 1: many pages of few
// sites count for less.
var setScale = map[string]float64{"arabic-bulk": 0.2}

func setScaleOf(set string) float64 {
	if s, ok := setScale[set]; ok {
		return s
	}
	return 1
}

const (
	// newsScale is the weight of a page of a set that holds news alone beside one
	// of mixedSet, and otherScale that of a page of mixedSet that is no article
	// beside one that is: there are fewer of them, and they are what the model is
	// for, or differ more. They hold for pages with tags.
	newsScale  = 1.4
	otherScale = 1.1
)

// scaleOfPage weighs an example by its set and type.
func (e *example) scaleOfPage() {
	switch {
	case e.page.Set != mixedSet:
		e.scale *= newsScale
	case !e.article():
		e.scale *= otherScale
	}
}

func newExample(p eval.Page, folds int) *example {
	e := &example{page: p, site: eval.Site(p), scale: setScaleOf(p.Set)}
	e.fold = foldOf(e.site, folds)
	return e
}

// article reports whether the page is an article, be it news or a post. Sets
// that do not tell types hold nothing else.
func (e *example) article() bool {
	t := e.page.Gold.PageType.Value
	return e.page.Set != mixedSet || t == "article"
}

// mixedSet is the set that holds pages of all types.
const mixedSet = "wcxb-dev"

// measure computes the columns of an example.
func (e *example) measure(layout *dom.Layout, hints dom.Hints, f *score.Features) {
	f.Read(layout, hints)
	n, w, w1 := len(layout.Blocks), f.Width(), f.First()
	rows := f.Rows(0, n, nil)
	e.rows = make([]float32, 0, n*w1)
	for i := range n {
		e.rows = append(e.rows, rows[i*w:i*w+w1]...)
	}
	e.shape = f.Shape().Clone()
	if f.Flat() {
		e.terms = termsOf(n, f)
	}
	if !f.Flat() {
		e.names = namesOf(layout)
	}
}

// lay takes a page as far as its blocks.
func lay(in eval.Input) (*dom.Layout, dom.Hints, error) {
	if in.Lines != nil {
		return segment.Lines(in.Lines), dom.Hints{}, nil
	}
	text, _ := decode.Bytes(in.HTML, in.ContentType)
	doc, err := dom.Parse(text, dom.Limits{Nodes: nodeLimit})
	if err != nil {
		return nil, dom.Hints{}, err
	}
	hints := meta.ReadHead(doc).Hints()
	return segment.HTML(doc, hints.Bodies), hints, nil
}

// judge labels the blocks by gold, and decides whether gold is fit to learn
// from.
func (e *example) judge(blocks []block.Block) {
	g := &e.page.Gold
	e.label = make([]float32, len(blocks))
	switch {
	case g.Body.Value == "":
		e.why = "gold is empty"
		return
	case len(blocks) == 0:
		e.why = "the page has no text"
		return
	}
	var kept []string
	for i, c := range eval.Align(blocks, g.Body.Value) {
		if c >= eval.Labelled {
			e.label[i] = 1
			kept = append(kept, blocks[i].Text)
		}
	}
	e.ceiling = eval.ScorePage(e.page, eval.Result{Body: join(kept)}, nil).Values[eval.WordF1]
	if e.ceiling < minCeiling {
		e.why = fmt.Sprintf("the best choice of blocks has word F1 %.2f", e.ceiling)
		return
	}
	e.used = true
}

func join(lines []string) string {
	n := 0
	for _, l := range lines {
		n += len(l) + 1
	}
	b := make([]byte, 0, n)
	for _, l := range lines {
		b = append(append(b, l...), '\n')
	}
	return string(b)
}

// foldOf puts all pages of a site into one fold.
func foldOf(site string, folds int) int {
	h := fnv.New32a()
	h.Write([]byte(site))
	return int(h.Sum32() % uint32(folds))
}

// weighing rules how rows count: a block by its words to the power of words, all
// of a page together by the sum of that to the power of 1-page.
type weighing struct{ words, page float64 }

// Chosen by cross-validation on the sets of the report: long blocks count more,
// long pages a little more than short ones. Of lines, the longest matter most.
var (
	pageWeighing = weighing{words: 0.5, page: 0.75}
	lineWeighing = weighing{words: 0.8, page: 0.95}
)

// weights gives the blocks of a page their weights.
func (e *example) weights() []float32 {
	by := pageWeighing
	if e.shape.Flat {
		by = lineWeighing
	}
	w := make([]float32, len(e.label))
	sum := 0.0
	for i, n := range e.shape.Words {
		w[i] = power(float64(n)+0.5, by.words)
		sum += float64(w[i])
	}
	scale := float32(e.scale) * power(sum, -by.page)
	for i := range w {
		w[i] *= scale * e.knownScale(i)
	}
	return w
}

// dropped lists the pages whose gold is not learned from, with the reason.
func dropped(all []*example) []string {
	var list []string
	for _, e := range all {
		if !e.used {
			list = append(list, e.page.Set+"/"+e.page.ID+": "+e.why)
		}
	}
	slices.Sort(list)
	return list
}
