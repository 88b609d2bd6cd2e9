package eval

import (
	"errors"
	"strings"

	"matn/clean"
)

// Clean makes an Extract of a Cleaner: HTML for pages, Text for lines.
func Clean(c *clean.Cleaner) Extract {
	return func(in Input) (Result, error) {
		info := clean.PageInfo{Input: in.Path, URL: in.URL, ContentType: in.ContentType, Fetched: in.Fetched}
		var a *clean.Article
		var err error
		if in.Lines != nil {
			info.ContentType = "" // lines are UTF-8, whatever the page was
			a, err = c.Text([]byte(strings.Join(in.Lines, "\n")), info)
		} else {
			a, err = c.HTML(in.HTML, info)
		}
		none := errors.Is(err, clean.ErrNoContent)
		if err != nil && !none {
			return Result{}, err
		}
		r := Result{
			Body: a.Body, Title: a.Title, Authors: a.Authors, Date: a.Published.String(),
			Language: a.Language, Direction: a.Direction, NoArticle: none, Blocks: a.Blocks,
		}
		if none {
			r.Body = ""
		}
		return r, nil
	}
}

// Rule makes an Extract of a rule on lines, such as C4.
func Rule(rule func(lines []string) string) Extract {
	return func(in Input) (Result, error) { return Result{Body: rule(in.Lines)}, nil }
}
