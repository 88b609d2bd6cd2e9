package label_test

import (
	"testing"

	"matn/clean/block"
	"matn/clean/internal/label"
)

func TestApply_MovesWhatThePolicyNames(t *testing.T) {
	blocks := func() []block.Block {
		return []block.Block{
			{Text: "prose", Role: block.RoleParagraph, Kept: true, Chars: 5},
			{Text: "x := 1", Role: block.RoleCode, Kept: true, Chars: 4},
			{Text: "a\tb", Role: block.RoleTable, Kept: true, Chars: 2},
			{Text: "I disagree", Role: block.RoleComment, Chars: 9},
			{Text: "Reply", Role: block.RoleComment, Chars: 5, LinkChars: 5, Links: 1},
			{Text: "Home", Role: block.RoleNavigation, Chars: 4},
		}
	}
	tests := []struct {
		name   string
		policy label.Policy
		want   []bool
	}{
		{"none changes nothing", label.Policy{}, []bool{true, true, true, false, false, false}},
		{"comments come in, their links stay out", label.Policy{Comments: true}, []bool{true, true, true, true, false, false}},
		{"code goes", label.Policy{NoCode: true}, []bool{true, false, true, false, false, false}},
		{"tables go", label.Policy{NoTables: true}, []bool{true, true, false, false, false, false}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := blocks()
			label.Apply(got, tt.policy)
			for i := range got {
				if got[i].Kept != tt.want[i] {
					t.Errorf("%q: kept %v, want %v", got[i].Text, got[i].Kept, tt.want[i])
				}
				if got[i].Role != blocks()[i].Role {
					t.Errorf("%q: role became %v", got[i].Text, got[i].Role)
				}
			}
		})
	}
}
