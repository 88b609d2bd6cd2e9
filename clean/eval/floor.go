package eval

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
)

// Floor is a figure that must be reached. Set, Mode and Measure name it; Type
// and Language narrow it to the pages of a group.
type Floor struct {
	Set      string   `json:"set"`
	Mode     string   `json:"mode"` // "html" or "text"; "" means html
	Type     string   `json:"page_type"`
	Language string   `json:"language"`
	Measure  string   `json:"measure"`
	Min      *float64 `json:"min"`
	Max      *float64 `json:"max"`
}

// String names the floor: "arabic/html page_type=news site_word_f1 >= 0.965".
func (f Floor) String() string {
	name := f.Set + "/" + f.mode()
	if f.Type != "" {
		name += " page_type=" + f.Type
	}
	if f.Language != "" {
		name += " language=" + f.Language
	}
	name += " " + f.Measure
	if f.Min != nil {
		name += fmt.Sprintf(" >= %g", *f.Min)
	}
	if f.Max != nil {
		name += fmt.Sprintf(" <= %g", *f.Max)
	}
	return name
}

func (f Floor) mode() string {
	if f.Mode == "" {
		return ModeHTML
	}
	return f.Mode
}

// ReadFloors reads a JSON list of floors from a file.
func ReadFloors(file string) ([]Floor, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("eval: %w", err)
	}
	var floors []Floor
	if err := json.Unmarshal(b, &floors); err != nil {
		return nil, fmt.Errorf("eval: %s:%d: %w", file, errorLine(b, err), err)
	}
	for i, f := range floors {
		if err := f.check(); err != nil {
			return nil, fmt.Errorf("eval: %s: floor %d: %w", file, i+1, err)
		}
	}
	return floors, nil
}

func (f Floor) check() error {
	switch {
	case f.Set == "" || f.Measure == "":
		return fmt.Errorf("set and measure are required")
	case f.Min == nil && f.Max == nil:
		return fmt.Errorf("%s has neither min nor max", f)
	case f.Type != "" && f.Language != "":
		return fmt.Errorf("%s has both page_type and language", f)
	case f.mode() != ModeHTML && f.mode() != ModeText:
		return fmt.Errorf("%s: mode is html or text", f)
	}
	return nil
}

// FloorError is a floor that does not hold.
type FloorError struct {
	Floor Floor
	Got   float64
	Known bool // false: no page of the set has the measure
}

// Error names the floor and what was reached.
func (e *FloorError) Error() string {
	if !e.Known {
		return fmt.Sprintf("eval: floor %s: no page has it", e.Floor)
	}
	return fmt.Sprintf("eval: floor %s: got %.4f", e.Floor, e.Got)
}

// CheckFloors compares reports with floors and returns those that are broken,
// and how many floors are about the reports at all. Floors of sets that were not
// run do not count.
func CheckFloors(floors []Floor, reports []SetReport) (broken []*FloorError, checked int) {
	for _, f := range floors {
		i := slices.IndexFunc(reports, func(r SetReport) bool { return r.Set == f.Set && r.Mode == f.mode() })
		if i < 0 {
			continue
		}
		checked++
		got, known := reports[i].groupOf(f).Value(f.Measure)
		low := f.Min != nil && got < *f.Min
		high := f.Max != nil && got > *f.Max
		if !known || low || high {
			broken = append(broken, &FloorError{Floor: f, Got: got, Known: known})
		}
	}
	return broken, checked
}

func (r *SetReport) groupOf(f Floor) Group {
	switch {
	case f.Type != "":
		return r.ByType[f.Type]
	case f.Language != "":
		return r.ByLanguage[f.Language]
	}
	return r.All
}

// Value is the mean of a measure; false when no page of the group has it.
func (g Group) Value(measure string) (float64, bool) {
	return g.Values[measure], g.N[measure] > 0
}
