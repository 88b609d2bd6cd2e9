package eval

import (
	"net/url"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// Site tells which pages come from one site: what gold calls it, else the
// registrable domain of the page's address, else the ID without the numbers at
// its end ("ar-rcdy-01" -> "ar-rcdy").
func Site(p Page) string {
	if p.Gold.Site.Known() {
		return p.Gold.Site.Value
	}
	if u, err := url.Parse(strings.TrimSpace(p.Gold.URL.Value)); err == nil && u.Hostname() != "" {
		host := strings.ToLower(u.Hostname())
		if domain, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
			return domain
		}
		return host
	}
	parts := strings.Split(p.ID, "-")
	for len(parts) > 1 && strings.Trim(parts[len(parts)-1], "0123456789") == "" {
		parts = parts[:len(parts)-1]
	}
	return strings.Join(parts, "-")
}
