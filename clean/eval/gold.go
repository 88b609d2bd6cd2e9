package eval

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Field is a value of gold. Known fields are scored; a field that gold names
// without a value (null or "") says that the page is not known to have one.
type Field struct {
	Value string
	Given bool // the key stands in the file
	Null  bool // its value is null
}

// Known reports whether gold has a value.
func (f Field) Known() bool { return f.Value != "" }

// None reports whether gold names the field and has no value for it.
func (f Field) None() bool { return f.Given && f.Value == "" }

// UnmarshalJSON reads a string, null, or a list of strings, which it joins with
// "; ".
func (f *Field) UnmarshalJSON(b []byte) error {
	f.Given = true
	switch {
	case bytes.Equal(b, []byte("null")):
		f.Null = true
		return nil
	case len(b) > 0 && b[0] == '[':
		var list []string
		if err := json.Unmarshal(b, &list); err != nil {
			return err
		}
		f.Value = strings.Join(list, "; ")
		return nil
	}
	return json.Unmarshal(b, &f.Value)
}

// Gold is a person's answer for one page. Keys that it does not name are
// ignored; none is required.
type Gold struct {
	URL    Field `json:"url"`
	Lang   Field `json:"lang"` // BCP 47, such as "ar"
	Title  Field `json:"title"`
	Author Field `json:"author"` // several are joined with ";", "," or "and"
	Date   Field `json:"date"`   // day of publication: RFC 3339 or a shorter prefix
	Body   Field `json:"body"`   // a line a block; null = not known, "" = the page has none

	With       []string `json:"with"`       // snippets that the body holds
	Without    []string `json:"without"`    // snippets of chrome
	Standfirst []string `json:"standfirst"` // lines that are neutral
	Optional   []string `json:"optional"`   // lines that are neutral
	Captions   []string `json:"captions"`   // lines beside the body

	PageType Field `json:"page_type"` // "news", "blog", "forum" …
	Site     Field `json:"site"`      // what pages of one site share
}

// Page is one page of a gold directory. Its bytes stay on disk until Bytes.
type Page struct {
	Set  string // base name of the gold directory
	ID   string
	Path string // of the file with the page
	Gold Gold

	// What only fixture cases say.
	ContentType string    // of the HTTP response; "" when unknown
	Fetched     time.Time // what relative dates count from
	Flat        bool      // text that was flattened before, not HTML
}

// maxPage bounds an unpacked page, in bytes.
const maxPage = 1 << 28

// Bytes reads the page as captured, unpacked if its file is gzip.
func (p Page) Bytes() ([]byte, error) {
	b, err := os.ReadFile(p.Path)
	if err != nil {
		return nil, fmt.Errorf("eval: %w", err)
	}
	if !strings.HasSuffix(p.Path, ".gz") {
		return b, nil
	}
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("eval: %s: %w", p.Path, err)
	}
	if b, err = io.ReadAll(io.LimitReader(r, maxPage)); err != nil {
		return nil, fmt.Errorf("eval: %s: %w", p.Path, err)
	}
	return b, nil
}

// ReadSet reads the gold of a directory, sorted by ID: html/ and gold/, or a
// folder a case, as in fixtures/pages. Only is a path.Match pattern for IDs, ""
// for all. A page without gold, gold without a page, gold that is no JSON and a
// directory without a page are errors.
func ReadSet(dir, only string) ([]Page, error) {
	if _, err := path.Match(only, ""); err != nil {
		return nil, fmt.Errorf("eval: pattern %q: %w", only, err)
	}
	if pages, err := readCases(dir, only); len(pages) > 0 || err != nil {
		return pages, err
	}
	entries, err := os.ReadDir(filepath.Join(dir, "html"))
	if err != nil {
		return nil, fmt.Errorf("eval: %s is no gold directory: %w", dir, err)
	}
	var pages []Page
	found := map[string]bool{}
	set := setName(dir)
	for _, e := range entries {
		id, ok := pageID(e.Name())
		if !ok || !matches(only, id) {
			continue
		}
		gold, err := readGold(filepath.Join(dir, "gold", id+".json"))
		if errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("eval: %s has no gold: %w", e.Name(), err)
		}
		if err != nil {
			return nil, err
		}
		found[id] = true
		pages = append(pages, Page{Set: set, ID: id, Path: filepath.Join(dir, "html", e.Name()), Gold: gold})
	}
	if err := checkOrphans(dir, only, found); err != nil {
		return nil, err
	}
	if len(pages) == 0 {
		return nil, fmt.Errorf("eval: no pages in %s", dir)
	}
	slices.SortFunc(pages, func(a, b Page) int { return strings.Compare(a.ID, b.ID) })
	return pages, nil
}

func setName(dir string) string {
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	return filepath.Base(dir)
}

func matches(only, id string) bool {
	if only == "" {
		return true
	}
	ok, _ := path.Match(only, id) // ReadSet has checked the pattern
	return ok
}

// pageID cuts the extensions off the name of an HTML file.
func pageID(name string) (string, bool) {
	if id, ok := strings.CutSuffix(name, ".html"); ok {
		return id, id != ""
	}
	id, ok := strings.CutSuffix(name, ".html.gz")
	return id, ok && id != ""
}

// checkOrphans reports gold without a page: a lost page must not raise a mean.
func checkOrphans(dir, only string, found map[string]bool) error {
	entries, err := os.ReadDir(filepath.Join(dir, "gold"))
	if err != nil {
		return fmt.Errorf("eval: %s is no gold directory: %w", dir, err)
	}
	for _, e := range entries {
		id, ok := strings.CutSuffix(e.Name(), ".json")
		if ok && matches(only, id) && !found[id] {
			return fmt.Errorf("eval: %s has no page: neither %s.html nor %s.html.gz in %s",
				filepath.Join(dir, "gold", e.Name()), id, id, filepath.Join(dir, "html"))
		}
	}
	return nil
}

func readGold(file string) (Gold, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return Gold{}, fmt.Errorf("eval: %w", err)
	}
	return parseGold(file, b)
}

// parseGold reads one gold file; name and line stand in its errors.
func parseGold(name string, b []byte) (Gold, error) {
	var g Gold
	if err := json.Unmarshal(b, &g); err != nil {
		return Gold{}, fmt.Errorf("eval: %s:%d: %w", name, errorLine(b, err), err)
	}
	return g, nil
}

// errorLine finds the line, from 1, at which reading stopped.
func errorLine(b []byte, err error) int {
	offset := len(b)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		offset = int(syntax.Offset)
	case errors.As(err, &kind):
		offset = int(kind.Offset)
	}
	return 1 + bytes.Count(b[:min(max(offset, 0), len(b))], []byte{'\n'})
}
