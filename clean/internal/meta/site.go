package meta

import (
	"net/url"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// siteName is what a site is called, as matching sees it: folded, and without
// the spaces.
type siteName struct{ folded, joined string }

// appendSite adds a name, once.
func appendSite(list []siteName, name string) []siteName {
	f := folded(name)
	if f == "" {
		return list
	}
	for _, have := range list {
		if have.folded == f {
			return list
		}
	}
	return append(list, siteName{f, strings.ReplaceAll(f, " ", "")})
}

// siteNames lists what a site may be called at an end of its titles: its own
// names, its publisher's, and its domain.
func (r *reader) siteNames() []siteName {
	var out []siteName
	page := ""
	if metas, _ := r.meta(fieldTitle); len(metas) > 0 {
		page = plain(metas[0])
	}
	add := func(s string) {
		s = plain(s)
		if rest, ok := strings.CutPrefix(s, page); ok && rest != "" && page != "" {
			s = strings.Trim(rest, " |-–—·:") // templates give the page's title as the site's
		}
		if s != "" && len(s) < maxSiteName {
			out = appendSite(out, s)
		}
	}
	metas, _ := r.meta(fieldSite)
	for _, m := range metas {
		add(m)
	}
	for _, v := range r.articles {
		add(r.data.name(v.get("publisher")))
	}
	for _, t := range r.data.things {
		if t.is("WebSite", "Organization", "NewsMediaOrganization") && !t.deep {
			add(first(t.v.get("name")))
			add(first(t.v.get("alternateName")))
		}
	}
	for _, address := range [...]string{r.page.URL, r.address} {
		if label := siteLabel(address); len(label) >= minSiteName {
			out = appendSite(out, label)
			if u, err := url.Parse(address); err == nil {
				out = appendSite(out, bareHost(u.Host))
			}
			break
		}
	}
	return out
}

// maxSiteName is the length in bytes beyond which a name is a slogan.
const maxSiteName = 100

// site is the paper's name.
func (r *reader) site() candidate {
	if names, from := r.meta(fieldSite); from == FromOpenGraph {
		if s := plain(names[0]); s != "" && !isHost(s) {
			return candidate{s, from}
		}
	}
	for _, v := range r.articles {
		if s := plain(r.data.name(v.get("publisher"))); s != "" {
			return candidate{s, FromJSONLD}
		}
	}
	for _, t := range r.data.things {
		if t.is("WebSite", "NewsMediaOrganization") && !t.deep {
			if s := plain(first(t.v.get("name"))); s != "" {
				return candidate{s, FromJSONLD}
			}
		}
	}
	if names, from := r.meta(fieldSite); len(names) > 0 {
		if s := plain(names[0]); s != "" && len(s) < maxSiteName {
			return candidate{s, from}
		}
	}
	return r.siteInTitle()
}

// siteInTitle is the site's name in <title>: its tail, where that is a known
// name of the site or a paper's name, or the rest of it is the headline; or a
// heading over every page that <title> begins or ends with.
func (r *reader) siteInTitle() candidate {
	title := plain(r.docTitle)
	cuts := split(title)
	tail := strings.TrimSpace(title[cuts[len(cuts)-1][0]:])
	head := folded(title[cuts[0][0]:cuts[0][1]])
	for _, i := range r.h1s {
		s := elementText(r.doc.Elems[i].Node)
		if s == "" {
			continue
		}
		if r.isLogo(i) && len(s) < maxSiteName && (strings.HasPrefix(title, s) || strings.HasSuffix(title, s)) {
			return candidate{s, FromMarkup}
		}
		if len(cuts) > 1 && folded(s) == head && len(tail) < maxSiteName {
			return candidate{tail, FromMeta}
		}
	}
	if len(cuts) > 1 && (isSite(tail, r.sites) || isOutlet(tail)) {
		return candidate{tail, FromMeta}
	}
	return candidate{}
}

// canonicalURL is the address that the page calls its own, absolute, when it is
// plausible: on the same site where the page came from, and not the front page
// of a site for a page inside it.
func (r *reader) canonicalURL() candidate {
	tries := []candidate{{r.canonHref, FromMeta}}
	if metas, from := r.meta(fieldCanonical); len(metas) > 0 {
		tries = append(tries, candidate{metas[0], from})
	}
	for _, t := range tries {
		u := absolute(t.text, r.base)
		if u == "" || r.page.URL != "" && (!sameSite(u, r.page.URL) || isHome(u) && !isHome(r.page.URL)) {
			continue
		}
		return candidate{u, t.from}
	}
	return candidate{}
}

// isHome reports whether an address is a site's front page.
func isHome(address string) bool {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.RawQuery != "" {
		return false
	}
	switch path := strings.ToLower(strings.Trim(u.Path, "/")); path {
	case "":
		return u.Fragment == "" && (address != "" || u.Host != "")
	case "index.html", "index.php", "index.htm", "default.aspx", "home", "ar", "en", "fa":
		return true
	}
	return false
}

// isHost reports whether a text is a host name under a public suffix.
func isHost(s string) bool {
	s = strings.ToLower(strings.TrimSpace(s))
	if strings.ContainsAny(s, " /@") || !strings.Contains(s, ".") {
		return false
	}
	_, managed := publicsuffix.PublicSuffix(s)
	site, err := publicsuffix.EffectiveTLDPlusOne(s)
	return managed && err == nil && site != ""
}
