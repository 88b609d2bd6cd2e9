package discover

import (
	"net/url"

	"matn/crawler/page"
)

// maxSectionDepth is how many segments the path of a section has: /world/asia,
// /category/world/asia.
const maxSectionDepth = 3

// maxSectionWords is how many words the text of a link to a section has: "Middle East
// and North Africa".
const maxSectionWords = 5

// Sections are the links of a page of the site that lead to its sections: short names
// in a menu or a list, with short paths, on the same host. What the pattern takes for
// articles, pages about the site itself and lists that lie beside the sections (tags,
// authors, archives) are left out.
func (p *Pattern) Sections(front *Page) []Link {
	home, err := url.Parse(front.Base)
	if err != nil {
		return nil
	}
	var out []Link
	for _, l := range front.Links {
		u, err := url.Parse(l.URL)
		if err == nil && page.SameHost(u, home) && !l.NoFollow && p.isSection(&l, u) {
			out = append(out, l)
		}
	}
	return out
}

func (p *Pattern) isSection(l *Link, u *url.URL) bool {
	sh := shapeOf(u)
	if len(sh.segments) == 0 || len(sh.segments) > maxSectionDepth || u.RawQuery != "" || l.Headline || Trap(u) != "" {
		return false
	}
	text := segment{text: l.Text}
	if text.count(); text.words == 0 || text.words > maxSectionWords {
		return false
	}
	for i, seg := range sh.segments {
		kind := pathWords()[seg.text]
		switch {
		case seg.class != classWord && seg.class != classSlug, seg.words > maxSectionWords:
			return false
		case kind == utility, kind == listing, kind == section && i == len(sh.segments)-1:
			return false
		}
	}
	return !p.JudgeLink(l).Article
}
