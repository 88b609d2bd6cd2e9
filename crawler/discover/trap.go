package discover

import (
	"fmt"
	"net/url"
	"path"
	"strings"
)

// What a URL of an article hardly ever has; crawls of the whole web use bounds of this
// size.
const (
	maxPathDepth   = 12
	maxURLBytes    = 2000 // of the URL as asked for: an Arabic letter has six bytes
	maxParameters  = 8
	maxSameSegment = 2 // a third time is a relative link that went wrong
)

// Trap reports why a URL is likely to lead a crawler in circles, "" when nothing
// speaks against it: it is too long or too deep, has too many parameters, repeats
// its own path, is a page of a calendar, or no page at all but a picture or a download.
func Trap(u *url.URL) string {
	segments := splitPath(u.EscapedPath())
	switch {
	case len(u.String()) > maxURLBytes:
		return fmt.Sprintf("longer than %d bytes", maxURLBytes)
	case len(segments) > maxPathDepth:
		return fmt.Sprintf("more than %d path segments", maxPathDepth)
	case strings.Count(u.RawQuery, "&") >= maxParameters:
		return fmt.Sprintf("more than %d parameters", maxParameters)
	}
	if len(segments) > 0 {
		if ext := strings.ToLower(path.Ext(segments[len(segments)-1])); fileTypes[ext] {
			return "a file " + ext + ", not a page"
		}
	}
	if s := repeated(segments); s != "" {
		return "repeats " + s + " in its path"
	}
	return calendar(segments, u.Query())
}

// fileTypes are extensions of what is neither page nor list.
var fileTypes = map[string]bool{
	".jpg": true, ".jpeg": true, ".png": true, ".gif": true, ".webp": true, ".avif": true, ".svg": true, ".ico": true, ".bmp": true, ".tiff": true,
	".mp3": true, ".mp4": true, ".m4a": true, ".m4v": true, ".avi": true, ".mov": true, ".wmv": true, ".webm": true, ".ogg": true, ".wav": true, ".m3u8": true,
	".pdf": true, ".doc": true, ".docx": true, ".xls": true, ".xlsx": true, ".ppt": true, ".pptx": true, ".epub": true,
	".zip": true, ".rar": true, ".exe": true, ".apk": true, ".dmg": true, ".css": true, ".js": true, ".woff": true, ".ics": true, ".vcf": true,
}

func splitPath(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r == '/' })
}

// repeated finds a segment that stands three times in a path, or a run of two or more
// that stands twice on end: /a/b/a/b.
func repeated(segments []string) string {
	counts := map[string]int{}
	for _, s := range segments {
		if counts[s]++; counts[s] > maxSameSegment {
			return s
		}
	}
	for size := 2; 2*size <= len(segments); size++ {
		for at := 0; at+2*size <= len(segments); at++ {
			if first := strings.Join(segments[at:at+size], "/"); first == strings.Join(segments[at+size:at+2*size], "/") {
				return first
			}
		}
	}
	return ""
}

// calendar tells pages that list what lies on a date: a path that ends with a year,
// month or day, or a query of nothing but dates. Each links to the next, for ever.
func calendar(segments []string, query url.Values) string {
	const verdict = "a page of a calendar"
	if len(query) == 0 {
		for at := range segments {
			if isDatePath(segments[at:]) {
				return verdict
			}
		}
		return ""
	}
	years, days, small := 0, 0, 0
	for _, values := range query {
		if len(values) > maxSameSegment {
			return "repeats a parameter"
		}
		for _, v := range values {
			parts := strings.FieldsFunc(v, func(r rune) bool { return r == '-' || r == '/' })
			switch {
			case leadsOn(v):
				return "another page's address in its query"
			case isYear(v):
				years++
			case isDatePath(parts):
				days++
			case isPart(v, 31):
				small++
			default:
				return "" // a parameter that is no part of a date
			}
		}
	}
	if days == 1 && years+small == 0 || years == 1 && days == 0 && small <= 2 { // month and day
		return verdict
	}
	return ""
}

// leadsOn reports values that are addresses: of a login page that knows the way back,
// of a share button.
func leadsOn(value string) bool {
	return strings.HasPrefix(value, "/") && len(value) > 1 ||
		strings.HasPrefix(value, "http://") || strings.HasPrefix(value, "https://")
}

// isDatePath reports year, year/month and year/month/day.
func isDatePath(parts []string) bool {
	if len(parts) == 1 {
		parts = strings.Split(parts[0], "-") // 2024-05
	}
	if len(parts) == 0 || len(parts) > 3 || !isYear(parts[0]) {
		return false
	}
	for i, limit := range []int64{12, 31} {
		if i+1 < len(parts) && !isPart(parts[i+1], limit) {
			return false
		}
	}
	return true
}

func isYear(s string) bool {
	return len(s) == 4 && isDigits(s) && number(s) >= firstYear && number(s) <= lastYear
}

// Years that dates in URLs have. Four digits beyond them are numbers of something.
const (
	firstYear = 1990
	lastYear  = 2099
)

func isPart(s string, limit int64) bool {
	return len(s) >= 1 && len(s) <= 2 && isDigits(s) && number(s) >= 1 && number(s) <= limit
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
