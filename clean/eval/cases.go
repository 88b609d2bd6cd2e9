package eval

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"matn/clean/block"
)

// Page types of fixture cases.
const (
	caseHTML = "html"
	caseText = "text"
	caseNone = "none" // a page without an article, whatever its form
)

// minSnippet is how many characters of a block of chrome make a snippet: fewer
// may well stand in the body too, as a word of its own.
const minSnippet = 20

// caseFile is what eval reads of a case.json.
type caseFile struct {
	Type        string    `json:"type"`
	URL         Field     `json:"url"`
	ContentType string    `json:"content_type"`
	Fetched     time.Time `json:"fetched"`
	Want        struct {
		Language  Field `json:"language"`
		Title     Field `json:"title"`
		Authors   Field `json:"authors"`
		Published Field `json:"published"`
	} `json:"want"`
	Absent []string `json:"absent"`
}

// readCases reads a directory of fixture cases, one folder a case: case.json,
// a page, want.txt and roles.tsv. It gives no pages where there are no cases.
func readCases(dir, only string) ([]Page, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, nil // ReadSet tells what is wrong with it
	}
	var pages []Page
	found := false
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(dir, e.Name(), "case.json"))
		if err != nil {
			continue // something else stands here
		}
		found = true
		if !matches(only, e.Name()) {
			continue
		}
		p, err := readCase(filepath.Join(dir, e.Name()), b)
		if err != nil {
			return nil, err
		}
		p.Set, p.ID = setName(dir), e.Name()
		pages = append(pages, p)
	}
	if found && len(pages) == 0 {
		return nil, fmt.Errorf("eval: no pages in %s", dir)
	}
	return pages, nil
}

func readCase(dir string, spec []byte) (Page, error) {
	name := filepath.Join(dir, "case.json")
	var c caseFile
	if err := json.Unmarshal(spec, &c); err != nil {
		return Page{}, fmt.Errorf("eval: %s:%d: %w", name, errorLine(spec, err), err)
	}
	p := Page{ContentType: c.ContentType, Fetched: c.Fetched, Flat: c.Type == caseText, Gold: c.gold()}
	for _, file := range []string{"page.html", "page.html.gz", "page.txt"} {
		if _, err := os.Stat(filepath.Join(dir, file)); err == nil {
			p.Path = filepath.Join(dir, file)
		}
	}
	if p.Path == "" {
		return Page{}, fmt.Errorf("eval: %s has no page", name)
	}
	body, err := os.ReadFile(filepath.Join(dir, "want.txt"))
	if err != nil {
		return Page{}, fmt.Errorf("eval: %w", err)
	}
	roles, err := os.ReadFile(filepath.Join(dir, "roles.tsv"))
	if err != nil {
		return Page{}, fmt.Errorf("eval: %w", err)
	}
	p.Gold.Body = Field{Value: string(body), Given: true}
	if strings.TrimSpace(string(body)) == "" {
		p.Gold.Body.Value, p.Gold.PageType.Value = "", caseNone
	}
	if err := p.Gold.addRoles(string(roles)); err != nil {
		return Page{}, fmt.Errorf("eval: %s: %w", filepath.Join(dir, "roles.tsv"), err)
	}
	return p, nil
}

// gold is what case.json says of the page's fields.
func (c *caseFile) gold() Gold {
	g := Gold{
		URL: c.URL, Lang: c.Want.Language, Title: c.Want.Title, Author: c.Want.Authors, Date: c.Want.Published,
		PageType: Field{Value: c.Type, Given: true},
	}
	for _, name := range c.Absent {
		switch name {
		case "authors":
			g.Author = Field{Given: true, Null: true}
		case "published":
			g.Date = Field{Given: true, Null: true}
		}
	}
	return g
}

// addRoles makes snippets of what roles.tsv lists: a role, or several joined by
// "|" of which the first one counts, a tab, and how the block begins. Chrome
// whose words stand in the body as well, such as a headline in the menu that the
// text quotes, makes none.
func (g *Gold) addRoles(table string) error {
	body := plain(g.Body.Value)
	for line := range strings.Lines(table) {
		names, start, ok := strings.Cut(line, "\t")
		name, _, _ := strings.Cut(names, "|")
		role, known := block.ParseRole(name)
		if !ok || !known {
			return fmt.Errorf("want ROLE, a tab and a text, got %q", line)
		}
		switch start = plain(start); {
		case role.Content():
			g.With = append(g.With, start)
		case len([]rune(start)) >= minSnippet && !strings.Contains(body, start):
			g.Without = append(g.Without, start)
		}
	}
	return nil
}
