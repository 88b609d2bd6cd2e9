package main

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
)

// lineError is a mistake in a file of YAML.
type lineError struct {
	line    int
	problem string
}

func (e *lineError) Error() string { return e.problem }

// configError puts the file and the line before a mistake, and the keys that exist
// behind one that does not.
func configError(path string, err error) error {
	var ours *lineError
	var theirs yaml.Error
	var unknown *yaml.UnknownFieldError
	switch {
	case errors.As(err, &ours):
		return fmt.Errorf("%s:%d: %s", path, ours.line, ours.problem)
	case errors.As(err, &unknown):
		line, name := unknown.GetToken().Position.Line, unknown.GetToken().Value
		problem := fmt.Sprintf("unknown key %q", name)
		if near := nearKey(name); near != "" {
			problem += fmt.Sprintf("; did you mean %s?", near)
		}
		return fmt.Errorf("%s:%d: %s; matn crawl --help lists all keys", path, line, problem)
	case errors.Is(err, io.EOF): // nothing but blanks and comments
		return fmt.Errorf("%s: %w", path, errNoSites)
	case errors.As(err, &theirs) && theirs.GetToken() != nil:
		return fmt.Errorf("%s:%d: %s", path, theirs.GetToken().Position.Line, plainly(theirs))
	}
	return fmt.Errorf("%s: %w", path, err)
}

var typeOfConfig = reflect.TypeFor[config]()

// nearKey is the known key that differs least from a misspelled one, "" when none is
// near.
func nearKey(name string) string {
	best, at := "", 3
	for _, known := range configKeys(typeOfConfig) {
		if d := edits(name, known); d < at {
			best, at = known, d
		}
	}
	return best
}

// configKeys are the keys of a struct and of those within it.
func configKeys(t reflect.Type) (keys []string) {
	for t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	for f := range t.Fields() {
		tag, ok := f.Tag.Lookup("yaml")
		if !ok {
			continue
		}
		if name, _, _ := strings.Cut(tag, ","); name != "" {
			keys = append(keys, name)
		}
		keys = append(keys, configKeys(f.Type)...)
	}
	return keys
}

// edits is how many letters have to change, go or come (Levenshtein).
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := before
			if a[i] != b[j] {
				cost++
			}
			before = row[j+1]
			row[j+1] = min(cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}

// plainly words what YAML is wrong about without the names of our types.
func plainly(err yaml.Error) string {
	var node *yaml.UnexpectedNodeTypeError
	var value *yaml.TypeError
	switch {
	case errors.As(err, &node) && node.Expected == ast.SequenceType:
		return "a list is wanted here, such as [a, b]"
	case errors.As(err, &node) && node.Expected == ast.MappingType:
		return "keys are wanted here, such as url: https://paper.example/"
	case errors.As(err, &value) && value.DstType.Kind() == reflect.String:
		return fmt.Sprintf("%s: a text is wanted here", value.GetToken().Value)
	case errors.As(err, &value):
		return fmt.Sprintf("%q: a number is wanted here", value.GetToken().Value)
	}
	return err.GetMessage()
}
