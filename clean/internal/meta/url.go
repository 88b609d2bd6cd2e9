package meta

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/publicsuffix"

	"matn/clean/internal/date"
)

// absolute resolves ref against base and returns it when it is a web address,
// else "".
func absolute(ref, base string) string {
	ref = strings.TrimSpace(ref)
	if ref == "" {
		return ""
	}
	u, err := url.Parse(ref)
	if err != nil {
		return ""
	}
	if !u.IsAbs() {
		b, err := url.Parse(base)
		if err != nil || !b.IsAbs() {
			return ""
		}
		u = b.ResolveReference(u)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return u.String()
}

// samePage reports whether two addresses are of one page: scheme, a "www" or
// mobile host, a trailing slash, AMP and the fragment aside. A query counts only
// where both have one. A path alone compares with the path of the other.
func samePage(a, b string) bool {
	ua, errA := url.Parse(strings.TrimSpace(a))
	ub, errB := url.Parse(strings.TrimSpace(b))
	if errA != nil || errB != nil {
		return false
	}
	if ua.Host != "" && ub.Host != "" && bareHost(ua.Host) != bareHost(ub.Host) {
		return false
	}
	if barePath(ua.Path) != barePath(ub.Path) {
		return false
	}
	if ua.RawQuery == "" || ub.RawQuery == "" || ua.RawQuery == ub.RawQuery {
		return true
	}
	return len(barePath(ua.Path)) > minOwnPath
}

// minOwnPath is the length from which a path names a page by itself, so that
// queries are tracking. "/story.php" and "/news/index" do not.
const minOwnPath = 24

// bareHost is a host without the prefixes of its doubles.
func bareHost(host string) string {
	host = strings.ToLower(host)
	for _, p := range [...]string{"www.", "m.", "amp.", "mobile."} {
		if rest, ok := strings.CutPrefix(host, p); ok && strings.Contains(rest, ".") {
			host = rest
		}
	}
	return host
}

// barePath is a path in lower case without slashes around it and AMP marks.
func barePath(path string) string {
	path = strings.ToLower(strings.Trim(path, "/"))
	path = strings.TrimSuffix(path, "/amp")
	return strings.TrimPrefix(path, "amp/")
}

// sameSite reports whether two addresses belong to one registered domain.
func sameSite(a, b string) bool {
	ua, errA := url.Parse(a)
	ub, errB := url.Parse(b)
	if errA != nil || errB != nil {
		return false
	}
	return siteOf(ua.Hostname()) == siteOf(ub.Hostname())
}

// siteOf is the registered domain of a host: "bbc.co.uk" of "www.bbc.co.uk".
// A host that has none, such as an address, stands for itself.
func siteOf(host string) string {
	host = strings.ToLower(host)
	if site, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return site
	}
	return host
}

// siteLabel is the name in a registered domain: "bbc" of "www.bbc.co.uk".
func siteLabel(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	label, _, _ := strings.Cut(siteOf(u.Hostname()), ".")
	return label
}

// generalDomains are domains of two letters that are sold as words, to anyone.
var generalDomains = [...]string{"io", "co", "ai", "tv", "me", "cc", "ly", "fm", "us"}

// hasCountryDomain reports whether an address stands under the domain of a
// country other than the United States.
func hasCountryDomain(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	host := u.Hostname()
	top := strings.ToLower(host[strings.LastIndexByte(host, '.')+1:])
	return len(top) == 2 && len(host) > 2 && !slices.Contains(generalDomains[:], top)
}

// urlDate is the date in an address, such as /2016/07/14/, /2016-07-14-slug and
// /20160714/, /2016/0714/, /2016-07/14/, /2016/jul/14/ and 29-07-2016; of
// /2016/07/ it is the month.
func urlDate(address string) date.Date {
	u, err := url.Parse(address)
	if err != nil {
		return date.Date{}
	}
	path := u.Path
	for i := 0; i < len(path); i++ {
		if path[i] < '0' || path[i] > '9' || i > 0 && isDigit(path[i-1]) {
			continue
		}
		if s := dateAt(path[i:]); s != "" {
			if d, ok := date.ParseISO(s); ok {
				return d
			}
		}
	}
	return date.Date{}
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// dateAt reads a date at the beginning of a path's rest, in ISO form: the year
// first, or last where a number above 12 tells the day from the month.
func dateAt(s string) string {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	switch {
	case n == 8:
		return isoDay(s[:4], s[4:6], s[6:8])
	case n == 2:
		return dayFirst(s)
	case n != 4 || len(s) < 8:
		return ""
	}
	sep := s[4]
	if sep != '/' && sep != '-' && sep != '_' && sep != '.' {
		return ""
	}
	if len(s) >= 9 && sep == '/' && numeral(s[5:9]) && (len(s) == 9 || !isDigit(s[9])) {
		return isoDay(s[:4], s[5:7], s[7:9]) // 2024/0424
	}
	month, rest := digits(s[5:])
	if month == "" && sep == '/' {
		month, rest = namedMonth(s[5:])
	}
	if month == "" || rest == "" || rest[0] != sep && (sep != '-' || rest[0] != '/') {
		return ""
	}
	if day, _ := digits(rest[1:]); day != "" {
		return isoDay(s[:4], month, day)
	}
	if sep == '/' && len(month) == 2 {
		return isoDay(s[:4], month, "")
	}
	return ""
}

// monthNames are the English months as they begin in addresses.
var monthNames = [...]string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}

// namedMonth splits a month in English, cut to three letters or whole, off s and
// gives its two digits: "oct/12" and "october/12".
func namedMonth(s string) (number, rest string) {
	name, _, _ := strings.Cut(s, "/")
	name = strings.ToLower(name)
	for i, short := range monthNames {
		if name == short || name == strings.ToLower(time.Month(i+1).String()) {
			return fmt.Sprintf("%02d", i+1), s[len(name):]
		}
	}
	return "", s
}

// dayFirst reads 29-10-2021, where the first number can be no month.
func dayFirst(s string) string {
	if len(s) < 10 || s[2] != '-' || s[5] != '-' || !numeral(s[3:5]) || !numeral(s[6:10]) || len(s) > 10 && isDigit(s[10]) || s[:2] <= "12" {
		return ""
	}
	return isoDay(s[6:10], s[3:5], s[:2])
}

// numeral reports whether s is digits alone.
func numeral(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return true
}

// digits splits one or two digits, and no more, off s.
func digits(s string) (number, rest string) {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	if n == 0 || n > 2 {
		return "", s
	}
	return s[:n], s[n:]
}

// isoDay joins the parts of a date that may stand in an address: of the time
// since there is a web.
func isoDay(year, month, day string) string {
	if year < "1991" || year > "2100" {
		return ""
	}
	if len(month) == 1 {
		month = "0" + month
	}
	if day == "" {
		return year + "-" + month
	}
	if len(day) == 1 {
		day = "0" + day
	}
	return year + "-" + month + "-" + day
}
