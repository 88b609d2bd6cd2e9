package rules

import (
	"bufio"
	"bytes"
	"fmt"
	"path"
	"strings"

	"github.com/goccy/go-yaml"

	"matn/clean/internal/dom"
)

// Imported is what Import made of one file.
type Imported struct {
	YAML    []byte    // rules as Parse reads them, what was left out in comments
	Skipped []Skipped // lines that have no counterpart
}

// Skipped is a line that was left out.
type Skipped struct {
	Line      int
	Text, Why string
}

// ftrKeys says what becomes of the keys of ftr-site-config that select.
var ftrKeys = map[string]string{
	"body": "body", "title": "title", "date": "date", "author": "author", "strip": "strip",
}

// ftrSilent are keys that change how pages are fetched or shown, and nothing of
// which text is the article's.
var ftrSilent = map[string]bool{
	"prune": true, "tidy": true, "parser": true, "test_url": true, "test_contains": true, "strip_image_src": true,
	"autodetect_on_failure": true, "convert_double_br_tags": true, "insert_detected_image": true,
	"autodetect_next_page": true, "src_lazy_load_attr": true, "native_ad_clue": true,
}

// Import makes rules of a file of ftr-site-config, the site configurations of
// Full-Text RSS: lines "key: XPath". The name of the file is its host, as in
// "paper.example.txt". The error is an *Error: the file names no host, or nothing
// in it can be used.
func Import(file string, src []byte) (*Imported, error) {
	base := strings.TrimSuffix(path.Base(strings.ReplaceAll(file, `\`, "/")), ".txt")
	host, err := hostOf(text{value: strings.TrimPrefix(base, ".")})
	if err != nil {
		return nil, &Error{File: file, Problem: "its name is not that of a host; it should be like paper.example.txt"}
	}
	in := importer{found: map[string][]string{}}
	scan := bufio.NewScanner(bytes.NewReader(src))
	scan.Buffer(nil, len(src)+1)
	for n := 1; scan.Scan(); n++ {
		in.line(n, strings.TrimSpace(strings.TrimPrefix(scan.Text(), "\uFEFF")))
	}
	if len(in.found) == 0 {
		return nil, &Error{File: file, Problem: "no line of it selects text in a way that matn knows"}
	}
	out, err := in.write(host, path.Base(file))
	if err != nil {
		return nil, &Error{File: file, Problem: err.Error()}
	}
	if _, err := Parse(file, out); err != nil { // a host that YAML or a selector that CSS reads otherwise
		return nil, err
	}
	return &Imported{YAML: out, Skipped: in.skipped}, nil
}

// importer collects the selectors of a file by their key.
type importer struct {
	found   map[string][]string
	skipped []Skipped
}

func (in *importer) line(n int, line string) {
	if line == "" || strings.HasPrefix(line, "#") {
		return
	}
	key, value, ok := strings.Cut(line, ":")
	key, value = strings.TrimSpace(key), strings.TrimSpace(value)
	if bare, _, called := strings.Cut(key, "("); called { // replace_string(x): y
		key = bare
	}
	skip := func(why string) { in.skipped = append(in.skipped, Skipped{n, line, why}) }
	switch to := ftrKeys[key]; {
	case !ok:
		skip("no key and colon")
	case ftrSilent[key]:
	case value == "":
		skip("no value")
	case key == "strip_id_or_class":
		v := strings.Trim(value, `"'`)
		in.add("strip", attr("id", "*=", v)+", "+attr("class", "*=", v), skip)
	case to == "":
		skip("matn has no such rule")
	default:
		list, err := cssOf(value)
		if err != nil {
			skip(err.Error())
			return
		}
		in.add(to, strings.Join(list, ", "), skip)
	}
}

func (in *importer) add(key, css string, skip func(string)) {
	if _, err := dom.Compile(css); err != nil {
		skip(fmt.Sprintf("%s: %v", errXPath, err))
		return
	}
	in.found[key] = append(in.found[key], css)
}

// write makes the YAML.
func (in *importer) write(host, file string) ([]byte, error) {
	doc := yaml.MapSlice{{Key: "host", Value: host}}
	for _, key := range []string{"body", "title", "date", "author", "strip"} {
		if list := in.found[key]; len(list) > 0 {
			doc = append(doc, yaml.MapItem{Key: key, Value: list})
		}
	}
	b, err := yaml.Marshal(doc)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "# from %s\n", oneLine(file))
	for _, s := range in.skipped {
		fmt.Fprintf(&out, "# line %d left out (%s): %s\n", s.Line, oneLine(s.Why), oneLine(s.Text))
	}
	out.Write(b)
	return out.Bytes(), nil
}

// oneLine keeps a text inside its comment.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
