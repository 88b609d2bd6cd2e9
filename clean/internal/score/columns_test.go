package score

import (
	"slices"
	"testing"
)

// TestGroups_NamesMatchCounts holds that groups stand side by side, without a
// gap, and that every column has a name of its own.
func TestGroups_NamesMatchCounts(t *testing.T) {
	views := []struct {
		name          string
		groups        []Group
		first, second int // columns of stage 1, of both stages
	}{
		{"pages", Groups(), Columns1, Columns},
		{"lines", LineGroups(), LineColumns1, LineColumns},
	}
	for _, v := range views {
		t.Run(v.name, func(t *testing.T) {
			at, seen := 0, map[string]bool{}
			for _, g := range v.groups {
				if g.At != at {
					t.Errorf("group %q begins at column %d, want %d", g.Name, g.At, at)
				}
				if g.Name == "stack" && at != v.first {
					t.Errorf("stage 2 begins at column %d, want %d", at, v.first)
				}
				for k, name := range g.Names {
					switch full := g.Name + ": " + name; {
					case name == "":
						t.Errorf("column %d of %q has no name", k, g.Name)
					case seen[full]:
						t.Errorf("two columns are called %q", full)
					default:
						seen[full] = true
					}
				}
				at += len(g.Names)
			}
			if at != v.second {
				t.Errorf("the groups have %d columns, want %d", at, v.second)
			}
		})
	}
}

func TestStackColumns_IsTheLastGroup(t *testing.T) {
	if Columns-Columns1 != StackColumns || LineColumns-LineColumns1 != LineStackColumns {
		t.Errorf("stage 2 adds %d columns of pages, %d of lines, want %d", Columns-Columns1, LineColumns-LineColumns1, StackColumns)
	}
	if n := len(pageNames); n != pageCount {
		t.Errorf("%d names of columns of the page, want %d", n, pageCount)
	}
}

func TestSchemaHash_ChangesWithColumns(t *testing.T) {
	columns := func() []Group {
		groups := Groups()
		for i := range groups {
			groups[i].Names = slices.Clone(groups[i].Names)
		}
		return groups
	}
	if a, b := hashSchema(schema, Groups()), hashSchema(schema, columns()); a != b {
		t.Fatalf("the same columns give %x and %x", a, b)
	}
	changes := []struct {
		name string
		make func(g []Group) []Group
	}{
		{"a column renamed", func(g []Group) []Group { g[0].Names[3] += "!"; return g }},
		{"two columns swapped", func(g []Group) []Group { n := g[1].Names; n[0], n[1] = n[1], n[0]; return g }},
		{"a column dropped", func(g []Group) []Group { g[2].Names = g[2].Names[1:]; return g }},
		{"a column added", func(g []Group) []Group { g[2].Names = append(g[2].Names, "new"); return g }},
		{"a group moved", func(g []Group) []Group { g[3].At++; return g }},
		{"a group dropped", func(g []Group) []Group { return g[:len(g)-1] }},
	}
	seen := map[uint64]string{hashSchema(schema, columns()): "nothing", SchemaHash(Pages): "forests besides", SchemaHash(Lines): "lines", hashSchema(schema+1, columns()): "another version"}
	for _, c := range changes {
		h := hashSchema(schema, c.make(columns()))
		if other, taken := seen[h]; taken {
			t.Errorf("%s: the hash is that of %s", c.name, other)
		}
		seen[h] = c.name
	}
}

// TestCaseColumns_NameUpperCase holds that all columns which only scripts with
// upper case fill are listed, and no others.
func TestCaseColumns_NameUpperCase(t *testing.T) {
	for _, flat := range []bool{false, true} {
		f, groups := &Features{flat: flat}, Groups()
		if flat {
			groups = LineGroups()
		}
		var want []int
		for _, g := range groups {
			for k, name := range g.Names {
				if containsAny(name, "upper-case words", "words with case") {
					want = append(want, g.At+k)
				}
			}
		}
		if got := f.CaseColumns(); !slices.Equal(got, want) {
			t.Errorf("flat %v: columns of case are %v, want %v", flat, got, want)
		}
	}
}
