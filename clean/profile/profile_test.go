package profile_test

import (
	"fmt"
	"strings"
	"testing"

	"matn/clean/block"
	"matn/clean/profile"
)

// line makes a block that was kept with probability p, or stripped if p is 0.
func line(place uint64, p float32, text string) block.Block {
	b := block.Block{Text: text, Place: place, P: p, Kept: p > 0.5, Words: int32(len(strings.Fields(text)))}
	b.Chars = int32(len([]rune(strings.ReplaceAll(text, " ", ""))))
	b.Role = block.RoleUnlikely
	if b.Kept {
		b.Role = block.RoleParagraph
	}
	return b
}

// Places of the template that the tests speak of.
const (
	menu, article, foot = 11, 12, 13
)

// prose is text of n words that no other seed has.
func prose(seed string, n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = fmt.Sprintf("%s%c%c", seed, 'ا'+rune(i%20), 'ب'+rune(i/20%20))
	}
	return strings.Join(words, " ")
}

// news is a page of news: a menu, two paragraphs of its own and a notice that
// the labeller took for text.
func news(title string, extra ...block.Block) []block.Block {
	blocks := []block.Block{
		line(menu, 0, "Politics"), line(menu, 0, "World news"), line(menu, 0, "Letters to the editor"),
		line(article, .99, prose(title, 60)), line(article, .98, prose(title+"2", 50)),
	}
	blocks = append(blocks, extra...)
	return append(blocks, line(foot, 0, "About us"))
}

const notice = "This text may be printed again by anyone who names the paper"

func learn(p *profile.Profile, n int, make func(i int) (string, []block.Block)) {
	for i := range n {
		title, blocks := make(i)
		p.Learn(profile.See(blocks, title))
	}
}

func plain(i int) (string, []block.Block) {
	title := fmt.Sprintf("Story number %d", i)
	return title, news(title, line(article, .9, notice))
}

// kept is the text of what a page keeps.
func kept(blocks []block.Block) string {
	var list []string
	for i := range blocks {
		if blocks[i].Kept {
			list = append(list, blocks[i].Text)
		}
	}
	return strings.Join(list, "\n")
}

func TestMark_LineOfTheSiteGoesFromTheSecondPageOn(t *testing.T) {
	p := &profile.Profile{}
	learn(p, 1, plain)
	_, blocks := plain(100)
	v := p.Mark(blocks, profile.About{Title: "Story number 100"})
	if strings.Contains(kept(blocks), notice) || !strings.Contains(kept(blocks), prose("Story number 1002", 50)) {
		t.Errorf("kept: %s", kept(blocks))
	}
	if v.Stripped != 1 || v.Known != 5 || v.Spared {
		t.Errorf("verdict %+v, want 5 blocks known, 1 of them stripped", v)
	}
	n := blocks[5]
	if n.Role != block.RoleRepeated || n.Reason.Stage != block.Profile || n.Reason.Count != 1 || n.Reason.Of != 1 {
		t.Errorf("the notice is %v for %+v", n.Role, n.Reason)
	}
	if m := blocks[0]; m.Role != block.RoleRepeated || m.Reason.Count != 1 {
		t.Errorf("a menu entry that nothing had named is %v for %+v", m.Role, m.Reason)
	}
}

func TestMark_RoleThatTellsMoreStays(t *testing.T) {
	p := &profile.Profile{}
	learn(p, 3, plain)
	_, blocks := plain(100)
	blocks[0].Role, blocks[0].Reason = block.RoleNavigation, block.Reason{Stage: block.Structure, Detail: "in <nav>"}
	blocks[1].Role = block.RoleByline
	p.Mark(blocks, profile.About{Title: "Story number 100"})
	if b := blocks[0]; b.Role != block.RoleNavigation || b.Reason.Stage != block.Structure || b.Reason.Count != 3 || b.Reason.Of != 3 {
		t.Errorf("menu entry: %v for %+v", b.Role, b.Reason)
	}
	if b := blocks[1]; b.Role != block.RoleByline || b.Reason.Count != 0 {
		t.Errorf("byline: %v for %+v; an author writes again", b.Role, b.Reason)
	}
}

func TestMark_NumbersInChromeMayChange(t *testing.T) {
	p := &profile.Profile{}
	learn(p, 3, func(i int) (string, []block.Block) {
		title := fmt.Sprint("S", i)
		return title, news(title, line(foot, 0, fmt.Sprintf("%d comments so far", i)), line(article, .9, fmt.Sprintf("Year of print: %d in Beirut", 1950+i)))
	})
	blocks := news("T", line(foot, 0, "77 comments so far"), line(article, .9, "Year of print: 1999 in Beirut"))
	p.Mark(blocks, profile.About{Title: "T"})
	if blocks[5].Reason.Count == 0 {
		t.Error("the number of comments hides the line")
	}
	if !blocks[6].Kept {
		t.Error("a line of the text with a number of its own went")
	}
}

// A page under two URLs, or a second version under a new title, teaches nothing:
// what both have is the author's.
func TestLearn_OneStoryCountsOnce(t *testing.T) {
	p := &profile.Profile{}
	body := news("Flood", line(article, .9, notice))
	if !p.Learn(profile.See(body, "Flood in the valley")) {
		t.Fatal("the first page was not learned")
	}
	if p.Learn(profile.See(body, "Flood in the valley")) {
		t.Error("the same page under another URL was learned")
	}
	if p.Learn(profile.See(news("Flood", line(article, .99, prose("update", 30))), "Flood: two missing")) {
		t.Error("a second version with a new title was learned")
	}
	if p.Stories() != 1 {
		t.Errorf("%d stories, want 1", p.Stories())
	}
	again := news("Flood", line(article, .99, prose("update", 30)))
	if p.Mark(again, profile.About{Title: "Flood: two missing"}); kept(again) != kept(news("Flood", line(article, .99, prose("update", 30)))) {
		t.Errorf("a second version keeps %q", kept(again))
	}
}

// A column opens with one sentence every day. Among the other stories of the
// site few have it; and where a profile saw columns alone, the labeller is sure
// of it, and it stands before the text, where only what is doubtful goes.
func TestMark_FixedOpeningOfAColumnStays(t *testing.T) {
	const opening = "As every Monday I write to you from the small table at the window"
	column := func(i int) (string, []block.Block) {
		title := fmt.Sprint("Column ", i)
		b := news(title)
		return title, append(b[:3:3], append([]block.Block{line(article, .93, opening)}, b[3:]...)...)
	}
	for _, others := range []int{0, 6} {
		p := &profile.Profile{}
		for week := range 8 {
			p.Learn(see(column(week)))
			for i := range others {
				p.Learn(see(plain(100*week + i)))
			}
		}
		title, blocks := column(50)
		p.Mark(blocks, profile.About{Title: title})
		if !strings.Contains(kept(blocks), opening) {
			t.Errorf("with %d other stories a week the opening went", others)
		}
	}
}

func see(title string, blocks []block.Block) profile.Page { return profile.See(blocks, title) }

// A notice that stands inside the text of most stories, and that the labeller
// takes for text, is meant as text by who put it there. At the end of the text
// it is the site's: see TestMark_LineOfTheSiteGoesFromTheSecondPageOn.
func TestMark_DisclaimerInsideTheTextStays(t *testing.T) {
	const disclaimer = "Names of witnesses were changed on the advice of our lawyers"
	with := func(i int) (string, []block.Block) {
		title := fmt.Sprint("Inquiry ", i)
		return title, news(title, line(article, .92, disclaimer), line(article, .97, prose(title+"3", 40)))
	}
	p := &profile.Profile{}
	learn(p, 6, with)
	title, blocks := with(50)
	p.Mark(blocks, profile.About{Title: title})
	if !strings.Contains(kept(blocks), disclaimer) {
		t.Error("the disclaimer went")
	}
}

// What the page gives as its article's text in JSON-LD is the article's.
func TestMark_TextOfJSONLDStays(t *testing.T) {
	p := &profile.Profile{}
	learn(p, 6, plain)
	title, blocks := plain(50)
	p.Mark(blocks, profile.About{Title: title, Bodies: []string{prose(title, 60) + "\n\n" + strings.ToUpper(notice) + "!"}})
	if !strings.Contains(kept(blocks), notice) {
		t.Error("a paragraph of articleBody went")
	}
}

// A hostile site puts its real text on every page. Nothing of a body goes that
// is known for the most part: better a repeated text than none.
func TestMark_SiteThatRepeatsItsTextKeepsIt(t *testing.T) {
	p := &profile.Profile{}
	whole := func(i int) (string, []block.Block) {
		title := fmt.Sprint("Page ", i)
		return title, news("always", line(article, .99, prose(title, 12)))
	}
	learn(p, 10, whole)
	title, blocks := whole(50)
	want := kept(blocks)
	if p.Mark(blocks, profile.About{Title: title}); kept(blocks) != want {
		t.Errorf("kept %q, want all of %q", kept(blocks), want)
	}
	// Text that each page repeats beside as much of its own is learned; still no
	// page loses most of its body.
	p = &profile.Profile{}
	half := func(i int) (string, []block.Block) {
		title := fmt.Sprint("Page ", i)
		return title, news(title, line(article, .8, prose("always", 60)), line(article, .8, prose("always2", 40)))
	}
	learn(p, 10, half)
	blocks = []block.Block{line(menu, 0, "Politics"), line(article, .8, prose("always", 60)), line(article, .8, prose("always2", 40)), line(article, .99, prose("own", 30))}
	if v := p.Mark(blocks, profile.About{Title: "Another"}); !v.Spared || !blocks[1].Kept || !blocks[2].Kept {
		t.Errorf("%+v: most of the body went", v)
	}
}

func TestMark_SiteOfThreePages(t *testing.T) {
	for own := range 3 {
		p := &profile.Profile{}
		for i := range 3 {
			if i != own {
				p.Learn(see(plain(i)))
			}
		}
		title, blocks := plain(own)
		p.Mark(blocks, profile.About{Title: title})
		if got := kept(blocks); got != prose(title, 60)+"\n"+prose(title+"2", 50) {
			t.Errorf("page %d keeps %q", own, got)
		}
	}
	// A profile that saw the page itself as well says the same.
	p := &profile.Profile{}
	learn(p, 3, plain)
	title, blocks := plain(1)
	p.Mark(blocks, profile.About{Title: title})
	if got := kept(blocks); got != prose(title, 60)+"\n"+prose(title+"2", 50) {
		t.Errorf("a page learned before keeps %q", got)
	}
}

// After a redesign the new look is known from its second page on, and the old
// one is forgotten after stale stories without it.
func TestMark_RedesignIsLearnedAndUnlearned(t *testing.T) {
	const slogan, motto = "The paper that the whole town reads", "All the news of the valley and the hills"
	look := func(from, n int, text string) func(int) (string, []block.Block) {
		return func(i int) (string, []block.Block) {
			title := fmt.Sprint("Day ", from+i)
			return title, news(title, line(article, .9, text))
		}
	}
	p := &profile.Profile{}
	learn(p, 60, look(0, 60, slogan))
	learn(p, 3, look(1000, 3, motto))
	_, fresh := look(5000, 1, motto)(0)
	if p.Mark(fresh, profile.About{Title: "x"}); strings.Contains(kept(fresh), motto) {
		t.Error("the new line is not known after three stories")
	}
	learn(p, 20, look(2000, 20, motto))
	_, quoting := look(6000, 1, slogan)(0)
	if p.Mark(quoting, profile.About{Title: "y"}); !strings.Contains(kept(quoting), slogan) {
		t.Error("the old line still counts 23 stories after it went")
	}
}

// News and AMP pages of one host have other places and other furniture; neither
// makes the other's lines look rare.
func TestMark_TemplatesDoNotSpoilEachOther(t *testing.T) {
	const ampNotice = "Open the full page to read what others have to say on it"
	amp := func(i int) (string, []block.Block) {
		title := fmt.Sprint("Light ", i)
		return title, []block.Block{
			line(21, 0, "Open in app"), line(22, .99, prose(title, 70)), line(22, .9, ampNotice), line(23, 0, "Full site"),
		}
	}
	p := &profile.Profile{}
	for i := range 40 {
		p.Learn(see(plain(i)))
		if i%10 == 0 {
			p.Learn(see(amp(i)))
		}
	}
	if p.Templates() != 2 {
		t.Fatalf("%d templates, want 2", p.Templates())
	}
	title, blocks := amp(99)
	p.Mark(blocks, profile.About{Title: title})
	if b := blocks[2]; b.Kept || b.Reason.Count != 4 || b.Reason.Of != 4 {
		t.Errorf("AMP notice: kept %v, %+v, want 4 of 4", b.Kept, b.Reason)
	}
	title, blocks = plain(99)
	p.Mark(blocks, profile.About{Title: title})
	if b := blocks[5]; b.Kept || b.Reason.Count != 40 || b.Reason.Of != 40 {
		t.Errorf("notice: kept %v, %+v, want 40 of 40", b.Kept, b.Reason)
	}
}

func TestMerge_OfTwoHalvesKnowsWhatAllPagesTaught(t *testing.T) {
	a, b := &profile.Profile{}, &profile.Profile{}
	learn(a, 10, plain)
	learn(b, 10, func(i int) (string, []block.Block) { return plain(i + 100) })
	a.Merge(b)
	if a.Stories() != 20 || a.Templates() != 1 {
		t.Errorf("%d stories of %d templates, want 20 of 1", a.Stories(), a.Templates())
	}
	title, blocks := plain(500)
	a.Mark(blocks, profile.About{Title: title})
	if r := blocks[5].Reason; r.Count != 20 || r.Of != 20 {
		t.Errorf("notice: %+v, want 20 of 20", r)
	}
	if a.Learn(see(plain(103))) {
		t.Error("a story of the other half was learned again")
	}
	var empty profile.Profile
	empty.Merge(a)
	if empty.Lines() != a.Lines() {
		t.Errorf("merged into nothing: %d lines, want %d", empty.Lines(), a.Lines())
	}
}

func TestAgreement_FallsWithARedesign(t *testing.T) {
	p := &profile.Profile{}
	if _, ok := p.Agreement(see(plain(1))); ok {
		t.Error("nothing was learned, and it agrees")
	}
	learn(p, 20, plain)
	fresh := func(i int) (string, []block.Block) {
		title := fmt.Sprint("Fresh ", i)
		return title, []block.Block{line(31, 0, "Start"), line(32, .99, prose(title, 70)), line(33, 0, "Imprint")}
	}
	if is, ok := p.Agreement(see(plain(50))); !ok || is < .9 {
		t.Errorf("a page like the others agrees to %.2f, %v", is, ok)
	}
	learn(p, 10, fresh)
	if is, ok := p.Agreement(see(fresh(50))); !ok || is > .1 {
		t.Errorf("a page of the new look agrees to %.2f, %v", is, ok)
	}
	learn(p, 30, func(i int) (string, []block.Block) { return fresh(i + 100) })
	if is, _ := p.Agreement(see(fresh(500))); is < .9 {
		t.Errorf("the new look is that of most stories, and agrees to %.2f", is)
	}
}

func Example() {
	p := &profile.Profile{}
	for i := range 14 {
		title, blocks := plain(i) // as a Cleaner gives them
		p.Learn(profile.See(blocks, title))
	}
	title, blocks := plain(99)
	p.Mark(blocks, profile.About{Title: title})
	for _, b := range blocks[5:] {
		fmt.Printf("%s: %s, in %d of %d\n", b.Text, b.Role, b.Reason.Count, b.Reason.Of)
	}
	// Output:
	// This text may be printed again by anyone who names the paper: repeated, in 14 of 14
	// About us: repeated, in 14 of 14
}
