package page

import (
	"net/url"
	"strings"
)

// withoutAMP gives the page that the normal URL of an AMP page stands for, by the ways
// in which publishers write them: /news/1/amp, /amp/news/1, ?amp, ?outputType=amp,
// news-1.amp.html, and the copies at cdn.ampproject.org. It is false for a URL that
// shows no such sign; a page may still say rel=canonical.
func withoutAMP(u *url.URL) (twin *url.URL, ok bool) {
	if twin, ok := fromCache(u); ok {
		return twin, true
	}
	path, byPath := ampPath(u.EscapedPath())
	query, byQuery := ampQuery(u.RawQuery)
	if !byPath && !byQuery {
		return nil, false
	}
	decoded, err := url.PathUnescape(path)
	if err != nil {
		return nil, false
	}
	out := *u
	out.Path, out.RawPath, out.RawQuery = decoded, path, query
	return &out, true
}

// fromCache reads https://paper-example.cdn.ampproject.org/c/s/paper.example/news/1:
// c or v for a document, s for https.
func fromCache(u *url.URL) (*url.URL, bool) {
	if !strings.HasSuffix(u.Host, ".cdn.ampproject.org") && u.Host != "cdn.ampproject.org" {
		return nil, false
	}
	kind, rest, _ := strings.Cut(strings.TrimPrefix(u.EscapedPath(), "/"), "/")
	if kind != "c" && kind != "v" {
		return nil, false
	}
	scheme := "http://"
	if secure, found := strings.CutPrefix(rest, "s/"); found {
		scheme, rest = "https://", secure
	}
	twin, err := ParseURL(scheme + rest)
	if err != nil {
		return nil, false
	}
	twin.RawQuery = u.RawQuery
	n := Normalize(twin)
	if again, ok := withoutAMP(n); ok && again.Host != u.Host {
		return again, true
	}
	return n, true
}

func ampPath(path string) (string, bool) {
	bare := strings.TrimSuffix(path, "/")
	slash := path[len(bare):]
	switch {
	case strings.HasSuffix(bare, "/amp") && len(bare) > len("/amp"):
		return strings.TrimSuffix(bare, "/amp") + slash, true
	case strings.HasPrefix(path, "/amp/") && len(bare) > len("/amp"):
		return strings.TrimPrefix(path, "/amp"), true
	case strings.HasSuffix(bare, ".amp.html"):
		return strings.TrimSuffix(bare, ".amp.html") + ".html", true
	case strings.HasSuffix(bare, ".amp") && strings.Count(bare, "/") > 0:
		return strings.TrimSuffix(bare, ".amp"), true
	}
	return path, false
}

func ampQuery(query string) (string, bool) {
	if !strings.Contains(strings.ToLower(query), "amp") {
		return query, false
	}
	found := false
	var kept []string
	for pair := range strings.SplitSeq(query, "&") {
		switch _, value, _ := strings.Cut(pair, "="); parameterName(pair) {
		case "amp":
			found = found || value != "0" && value != "false"
			continue
		case "outputtype", "view", "output", "type", "format":
			if strings.EqualFold(value, "amp") {
				found = true
				continue
			}
		}
		kept = append(kept, pair)
	}
	if !found {
		return query, false
	}
	return strings.Join(kept, "&"), true
}
