package eval

import (
	"errors"
	"strings"

	"matn/clean"
	"matn/clean/profile"
)

// Clean makes an Extract of a Cleaner: HTML for pages, Text for lines.
func Clean(c *clean.Cleaner) Extract {
	return func(in Input) (Result, error) {
		a, err := cleanInput(c, in, nil)
		if err != nil && !errors.Is(err, clean.ErrNoContent) {
			return Result{}, err
		}
		return result(a, err), nil
	}
}

// cleanInput cleans a page, with what is remembered of its site if p is set.
func cleanInput(c *clean.Cleaner, in Input, p *profile.Profile) (*clean.Article, error) {
	info := clean.PageInfo{Input: in.Path, URL: in.URL, ContentType: in.ContentType, Fetched: in.Fetched, Profile: p}
	if in.Lines != nil {
		info.ContentType = "" // lines are UTF-8, whatever the page was
		return c.Text([]byte(strings.Join(in.Lines, "\n")), info)
	}
	return c.HTML(in.HTML, info)
}

// Article cleans the input of a page. Errors are those of Cleaner.HTML.
func Article(c *clean.Cleaner, in Input) (*clean.Article, error) { return cleanInput(c, in, nil) }

// result is what there is to score of an article; err is the error that came
// with it.
func result(a *clean.Article, err error) Result {
	if a == nil {
		return Result{NoArticle: true}
	}
	r := Result{
		Body: a.Body, Title: a.Title, Authors: a.Authors, Date: a.Published.String(), Modified: a.Modified.String(),
		Language: a.Language, Direction: a.Direction, NoArticle: errors.Is(err, clean.ErrNoContent), Blocks: a.Blocks,
	}
	if r.NoArticle {
		r.Body = ""
	}
	return r
}

// Rule makes an Extract of a rule on lines, such as C4.
func Rule(rule func(lines []string) string) Extract {
	return func(in Input) (Result, error) { return Result{Body: rule(in.Lines)}, nil }
}
