package lexicon

import "strings"

// maxNotice is the most bytes of a line that are searched for a notice: it says
// what it is in its first sentences.
const maxNotice = 300

// maxLead is how many words may stand before a notice: "Sorry, but", "Error 404".
const maxLead = 4

// noticeBreaks are the runes behind which a notice may begin inside a line: "404
// | Page not found", "Sorry! The page that you asked for is gone."
const noticeBreaks = ".!?؟…:：|–—-،,»›/\n。！"

// Notice finds what a page says in place of an article: "page not found", "access
// denied", "checking your browser". Such a phrase begins the line, or a part of
// it behind a mark, a few words of apology aside. Articles on such things begin
// so too: the caller must have other evidence that there is no article.
func Notice(text string) (Hit, bool) {
	t := tables()
	if len(text) > maxNotice {
		text = cut(text, maxNotice)
	}
	for text != "" {
		part, rest := text, ""
		if i := strings.IndexAny(text, noticeBreaks); i >= 0 {
			part, rest = text[:i], strings.TrimLeft(text[i:], noticeBreaks+" ")
		}
		for range maxLead + 1 {
			if end, at := t.longest(part, partNotice); end > 0 {
				e := t.ending(at, partNotice)
				return Hit{Role: e.role, ID: e.id, Shape: Prefix, Cond: e.cond}, true
			}
			_, part, _ = strings.Cut(strings.TrimLeft(part, " "), " ")
		}
		text = rest
	}
	return Hit{}, false
}
