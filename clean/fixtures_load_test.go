package clean_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"matn/clean"
	"matn/clean/block"
)

// loadPages reads every case below dir. A folder that lacks a file or holds one
// too many is an error, and so is a dir without cases.
func loadPages(dir string) ([]pageCase, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var cases []pageCase
	for _, e := range entries {
		pc, err := loadPage(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", filepath.Join(dir, e.Name()), err)
		}
		cases = append(cases, pc)
	}
	if len(cases) == 0 {
		return nil, fmt.Errorf("%s holds no case", dir)
	}
	return cases, nil
}

func loadPage(dir string) (pageCase, error) {
	pc := pageCase{dir: dir}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return pc, err
	}
	files := map[string][]byte{}
	for _, e := range entries {
		if files[e.Name()], err = os.ReadFile(filepath.Join(dir, e.Name())); err != nil {
			return pc, err
		}
	}
	if err := decodeSpec(files["case.json"], &pc.spec); err != nil {
		return pc, fmt.Errorf("case.json: %w", err)
	}
	page := map[string]string{"html": "page.html", "text": "page.txt"}[pc.spec.Type]
	if _, ok := files["page.html.gz"]; ok && pc.spec.Type == "html" {
		page = "page.html.gz"
	}
	for _, name := range []string{page, "want.txt", "roles.tsv"} {
		if _, ok := files[name]; !ok {
			return pc, fmt.Errorf("there is no %s", name)
		}
	}
	if len(files) != 4 {
		return pc, fmt.Errorf("want case.json, %s, want.txt and roles.tsv, there are %d files", page, len(files))
	}
	pc.page, pc.body = files[page], bodyLines(string(files["want.txt"]))
	if strings.HasSuffix(page, ".gz") {
		if pc.page, err = gunzip(pc.page); err != nil {
			return pc, fmt.Errorf("%s: %w", page, err)
		}
	}
	pc.rows, err = parseRoles(string(files["roles.tsv"]))
	return pc, err
}

func gunzip(b []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

// decodeSpec reads case.json strictly: an unknown key or field name, a missing
// description or type is an error, so that a slip never passes as a check.
func decodeSpec(raw []byte, spec *caseSpec) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(spec); err != nil {
		return err
	}
	if spec.About == "" || spec.Type != "html" && spec.Type != "text" {
		return errors.New(`"about" and "type" (html or text) must be given`)
	}
	known := articleFields(&clean.Article{})
	for key := range spec.Want {
		if _, ok := known[key]; !ok {
			return fmt.Errorf("want: no field is named %q", key)
		}
	}
	for _, key := range spec.Absent {
		if _, ok := known[key]; !ok {
			return fmt.Errorf("absent: no field is named %q", key)
		}
		if _, ok := spec.Want[key]; ok {
			return fmt.Errorf("%q is wanted and absent", key)
		}
	}
	return nil
}

// parseRoles reads roles.tsv: roles joined by "|", a tab, the start of a block.
func parseRoles(text string) (rows []roleRow, err error) {
	for n, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		names, start, ok := strings.Cut(line, "\t")
		row := roleRow{start: oneSpace(start)}
		if !ok || row.start == "" {
			return nil, fmt.Errorf("roles.tsv:%d: want ROLE, a tab and a text, got %q", n+1, line)
		}
		for name := range strings.SplitSeq(names, "|") {
			role, ok := block.ParseRole(name)
			if !ok {
				return nil, fmt.Errorf("roles.tsv:%d: no role is named %q", n+1, name)
			}
			row.roles = append(row.roles, role)
		}
		row.kept = row.roles[0].Content()
		rows = append(rows, row)
	}
	return rows, nil
}

func TestLoadPages_FormIsChecked(t *testing.T) {
	const spec = `{"about": "a", "type": "html", "want": {"title": "T"}, "absent": ["published"]}`
	tests := []struct {
		rule string
		edit func(files map[string]string)
		want string // part of the error; "" for none
	}{
		{"a whole case loads", func(map[string]string) {}, ""},
		{"an unpacked and a packed page are one too many", func(f map[string]string) { f["page.html.gz"] = "" }, "5 files"},
		{"a stray file", func(f map[string]string) { f["notes.txt"] = "" }, "5 files"},
		{"no want.txt", func(f map[string]string) { delete(f, "want.txt") }, "no want.txt"},
		{"no roles.tsv", func(f map[string]string) { delete(f, "roles.tsv") }, "no roles.tsv"},
		{"no case.json", func(f map[string]string) { delete(f, "case.json") }, "case.json"},
		{"a text case needs page.txt", func(f map[string]string) { f["case.json"] = `{"about":"a","type":"text"}` }, "no page.txt"},
		{"an unknown key", func(f map[string]string) { f["case.json"] = `{"about":"a","type":"html","wants":{}}` }, "wants"},
		{"an unknown field", func(f map[string]string) { f["case.json"] = `{"about":"a","type":"html","want":{"titel":""}}` }, "titel"},
		{"an unknown absent field", func(f map[string]string) { f["case.json"] = `{"about":"a","type":"html","absent":["date"]}` }, "date"},
		{"wanted and absent", func(f map[string]string) {
			f["case.json"] = `{"about":"a","type":"html","want":{"site":"S"},"absent":["site"]}`
		}, "wanted and absent"},
		{"no description", func(f map[string]string) { f["case.json"] = `{"type":"html"}` }, "about"},
		{"an unknown role", func(f map[string]string) { f["roles.tsv"] = "titel\tT\n" }, "titel"},
		{"a row without text", func(f map[string]string) { f["roles.tsv"] = "title\t\n" }, "roles.tsv:1"},
		{"a page that is not gzip", func(f map[string]string) {
			delete(f, "page.html")
			f["page.html.gz"] = "plain"
		}, "gzip"},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			files := map[string]string{"case.json": spec, "page.html": "<p>T", "want.txt": "T\n", "roles.tsv": "paragraph|heading\tT\n"}
			tt.edit(files)
			dir := t.TempDir()
			if err := os.Mkdir(filepath.Join(dir, "one"), 0o755); err != nil {
				t.Fatal(err)
			}
			for name, text := range maps.All(files) {
				if err := os.WriteFile(filepath.Join(dir, "one", name), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			cases, err := loadPages(dir)
			if tt.want == "" && (err != nil || len(cases) != 1) {
				t.Fatalf("got %d cases, %v", len(cases), err)
			}
			if tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("got error %v, want one that names %q", err, tt.want)
			}
		})
	}
}

func TestLoadPages_ZeroCasesIsAnError(t *testing.T) {
	if _, err := loadPages(t.TempDir()); err == nil {
		t.Error("an empty directory passed")
	}
}

func TestDiff_NamesEveryDifference(t *testing.T) {
	rows, err := parseRoles("title\tOne\nparagraph|subtitle\tTwo words and then some more\nshare\tThree\n")
	if err != nil {
		t.Fatal(err)
	}
	same := []block.Block{
		{Text: "One", Role: block.RoleTitle},
		{Text: "Two words  and then some more of them", Role: block.RoleSubtitle, Kept: true},
		{Text: "Three", Role: block.RoleShare},
	}
	if diff := diffRoles(rows, same); diff != "" {
		t.Errorf("equal lists differ:\n%s", diff)
	}
	other := []block.Block{
		{Text: "One more", Role: block.RoleTitle},
		{Text: "Two words and then some more", Role: block.RoleParagraph},
		{Text: "Three", Role: block.RoleFollow},
	}
	diff := diffRoles(rows, other)
	for _, part := range []string{`- title "One"`, `+ title (stripped`, `~ paragraph|subtitle`, `~ share "Three"`} {
		if !strings.Contains(diff, part) {
			t.Errorf("no line %q in\n%s", part, diff)
		}
	}
	if got, want := diffLines([]string{"a", "b", "c"}, []string{"a", "c", "d"}), "- 2: b\n+ 3: d\n"; got != want {
		t.Errorf("diffLines = %q, want %q", got, want)
	}
}
