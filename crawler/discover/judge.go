package discover

import (
	"fmt"
	"net/url"
)

// Verdict is what a Pattern thinks of a URL.
type Verdict struct {
	Article bool    // worth fetching as an article
	Score   float64 // 0 to 1; Article from one half on
	Reason  string  // a clause, for people

	listed bool // it rests on the site's own lists
	named  bool // the address ends in a name, and has neither title nor number
}

// How sure the kinds of evidence are. The values are places on a scale, of which only
// the middle has a meaning; they are apart so that a penalty moves a verdict over it
// or does not, as its comment says.
const (
	middle       = 0.5
	sureListed   = 0.95 // the shape of what the feeds list, in a section that they list
	sureJudged   = 0.9  // the shape of pages that were articles
	sureFronts   = 0.7  // the shape of the headlines on the fronts
	newSection   = 0.2  // off: a section that no feed and no headline shows
	listingWord  = 0.4  // off: "tag", "author"; more than one other doubt
	oddSlug      = 0.3  // off: a far shorter title than the listed ones
	oddNumber    = 0.5  // off: a far shorter number, with no title beside it: of a section
	inMenu       = 0.3  // off: linked from a menu or the foot of the page
	nameOnly     = 0.3  // off: the text of the link is a name; so are most links of the shape
	unlikeListed = 0.15 // none of the shapes that the feeds list
)

// minListed is how many URLs of a feed make a pattern of it. Feeds begin with 10
// entries; five of a shape are no accident.
const minListed = 5

// minFront is how many headlines of one shape fronts must link to say as much.
const minFront = 5

// Judge says whether the page at u is likely an article. It knows nothing of robots.txt
// or of whose site it is.
func (p *Pattern) Judge(u *url.URL) Verdict {
	if trap := Trap(u); trap != "" {
		return no(trap)
	}
	sh := shapeOf(u)
	if len(sh.segments) == 0 && len(sh.query) == 0 {
		return no("the front page")
	}
	if v, ok := p.known(sh); ok {
		return v.decide()
	}
	if v, ok := p.related(sh); ok {
		return v.decide()
	}
	v := general(sh)
	if st := p.shapes[sh.key]; st != nil && st.Links >= minFront && st.Links > 4*st.Headlines {
		v = v.less(nameOnly, fmt.Sprintf("%d links of this shape have names for a text", st.Links))
	}
	if p.listed() >= minListed && v.Score > unlikeListed {
		v = Verdict{Score: unlikeListed, Reason: "unlike what the site's feeds list"}
	}
	return v.decide()
}

// JudgeLink is Judge for a link as it was found. Sections, people and things have
// addresses that can be as long as those of articles; but the text of a link to them is
// a name and no headline, and they stand in menus.
func (p *Pattern) JudgeLink(l *Link) Verdict {
	u, err := url.Parse(l.URL)
	if err != nil {
		return no("no address")
	}
	v := p.Judge(u)
	text := segment{text: l.Text}
	text.count()
	if !v.Article || l.Headline || text.words >= headlineWords {
		return v
	}
	if l.Region == Nav || l.Region == Footer {
		off := inMenu
		if v.named {
			off += oddSlug // as those of pages about the site
		}
		v = v.less(off, "it stands in a menu").decide()
	}
	if v.Article && !v.listed && text.words > 0 && text.words < slugWords {
		v = v.less(nameOnly, "the link's text is a name").decide()
	}
	return v
}

func no(reason string) Verdict { return Verdict{Reason: reason} }

func (v Verdict) decide() Verdict {
	v.Score = min(max(v.Score, 0), 1)
	v.Article = v.Score >= middle
	return v
}

func (v Verdict) less(by float64, reason string) Verdict {
	v.Score -= by
	v.Reason += ", but " + reason
	return v
}

// listed is how many listed URLs the Pattern rests on.
func (p *Pattern) listed() int {
	n := 0
	for _, st := range p.shapes {
		n += st.Listed
	}
	return n
}

// known judges by what was seen of the same shape on the site.
func (p *Pattern) known(sh shape) (Verdict, bool) {
	st, ok := p.shapes[sh.key]
	if !ok {
		return Verdict{}, false
	}
	good, all := st.Listed+st.Yes, p.listed()
	var v Verdict
	switch {
	case st.No > 2 && st.No > 2*good: // feeds err too
		return no(fmt.Sprintf("%d pages of this shape were no articles", st.No)), true
	case st.Listed >= 2 && (20*st.Listed >= all || st.Listed >= minListed): // one entry in 20: feeds carry adverts
		v = Verdict{listed: true, Score: sureListed, Reason: fmt.Sprintf("the shape of %d of %d addresses in the site's feeds", st.Listed, all)}
	case st.Yes >= 2 && st.Yes > st.No:
		v = Verdict{Score: sureJudged, Reason: fmt.Sprintf("the shape of %d articles", st.Yes)}
	case st.Headlines >= minFront && st.Headlines > 2*st.Links && general(sh).Score >= middle:
		v = Verdict{Score: sureFronts, Reason: fmt.Sprintf("the shape of %d headlines on the site's fronts", st.Headlines)}
	case st.Headlines >= 2*minFront && st.Headlines > 4*st.Links: // names for addresses, but headlines for texts
		v = Verdict{Score: sureFronts, Reason: fmt.Sprintf("the shape of %d headlines on the site's fronts", st.Headlines)}
	default:
		return Verdict{}, false
	}
	return st.doubt(v, sh), true
}

// related judges names by those that stand in the same place: a site that lists
// /post/articles/alphafold, /post/articles/power-bi-17 and longer ones has articles of
// any name there. It needs a word before the name that stands before the listed ones,
// and short names among these: others have /sport/football beside /sport/a-long-title.
func (p *Pattern) related(sh shape) (Verdict, bool) {
	family := familyOf(sh.key)
	parent := len(sh.segments) - 2
	if family == "" || parent < 0 || sh.segments[parent].class != classWord {
		return Verdict{}, false
	}
	listed, short, seen := 0, 0, 0
	for key, st := range p.shapes {
		if st.Listed == 0 || familyOf(key) != family {
			continue
		}
		listed += st.Listed
		for _, n := range st.Words[:slugWords] {
			short += n
		}
		if parent < len(st.Places) {
			if c := st.Places[parent][sh.segments[parent].text]; c != nil {
				seen += c.Good
			}
		}
	}
	if seen < minListed || listed < minListed || 2*listed < p.listed() || 10*short < listed {
		return Verdict{}, false
	}
	return Verdict{listed: true, Score: sureFronts, Reason: fmt.Sprintf("a name where %d addresses of the site's feeds have one", listed)}, true
}

// doubt takes off what the single words, numbers and slugs speak against u.
func (st *shapeStats) doubt(v Verdict, sh shape) Verdict {
	words, digits := sh.sizes()
	if low := st.Words.low(); low >= slugWords && 2*words < low {
		v = v.less(oddSlug, "with a short title")
	}
	if low := st.Digits.low(); low >= titleID-1 && digits+1 < low && words < slugWords {
		v = v.less(oddNumber, "with a short number")
	}
	last := len(sh.segments) - 1
	v.named = last >= 0 && (sh.segments[last].class == classWord || sh.segments[last].class == classMixed)
	for i, seg := range sh.segments {
		if seg.class != classWord && seg.class != classMixed || i >= len(st.Places) {
			continue
		}
		c, seen := st.Places[i][seg.text]
		switch {
		case seen && c.Bad > 1 && c.Bad > 2*c.Good:
			v = v.less(listingWord+oddSlug, fmt.Sprintf("pages under %q were no articles", seg.text))
		case seen && (c.Good > 0 || c.Fair > 2):
		case len(st.Places[i]) >= maxWords: // an open set: titles of one word, names of places
		case pathWords()[seg.text] != "" && pathWords()[seg.text] != story:
			v = v.less(listingWord+oddSlug, fmt.Sprintf("%q lists pages elsewhere", seg.text))
		case i == last && 2*len(st.Places[i]) > st.Listed+st.Yes: // another name each time
		case v.named && i == last-1:
			v = v.less(newSection+oddSlug, fmt.Sprintf("nothing is known under %q", seg.text))
		default:
			v = v.less(newSection, fmt.Sprintf("%q is new here", seg.text))
		}
	}
	return v
}

// general judges by what the addresses of papers have in common.
func general(sh shape) Verdict {
	words, digits := sh.sizes()
	var v Verdict
	last := byte(0)
	if len(sh.segments) > 0 {
		last = sh.segments[len(sh.segments)-1].class
	}
	dated, told := false, false
	for i, seg := range sh.segments {
		dated = dated || seg.class == classYear || seg.class == classDate
		told = told || i < len(sh.segments)-1 && pathWords()[seg.text] == story
	}
	off := listingWord
	switch {
	case dated && (last == classSlug || last == classTitled || last == classNumber || last == classCode):
		v, off = Verdict{Score: 0.85, Reason: "a title or number behind a date"}, newSection // "archive" holds articles by date
	case last == classTitled && words >= slugWords:
		v = Verdict{Score: 0.8, Reason: "a title with a number"}
	case last == classSlug && words >= headlineWords:
		v = Verdict{Score: 0.75, Reason: "a title of many words"}
	case last == classSlug && words > slugWords:
		v = Verdict{Score: 0.6, Reason: "a title"}
	case digits >= titleID:
		v = Verdict{Score: 0.6, Reason: "a long number"}
	case last == classCode:
		v = Verdict{Score: 0.55, Reason: "a code"}
	case dated && (last == classWord || last == classMixed):
		v = Verdict{Score: 0.55, Reason: "a word behind a date"}
	case told && (last == classSlug || words > 1):
		v = Verdict{Score: 0.55, Reason: "a short title behind a word of articles"}
	case last == classSlug && digits >= titleID-1:
		v = Verdict{Score: 0.55, Reason: "a short title with a number"}
	default:
		return Verdict{Score: 0.2, Reason: "neither title nor number"}
	}
	for _, seg := range sh.segments {
		if kind := pathWords()[seg.text]; kind != "" && kind != story {
			return v.less(off, fmt.Sprintf("%q is a word of lists", seg.text))
		}
	}
	return v
}
