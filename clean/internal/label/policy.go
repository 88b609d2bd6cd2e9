package label

import "matn/clean/block"

// Policy is what a caller wants of the body beyond the usual: comments of
// readers in it, code or tables out of it.
type Policy struct{ Comments, NoCode, NoTables bool }

// Reasons of blocks that a Policy moved.
const (
	keptByPolicy = "kept by the policy on comments"
	leftByPolicy = "left out by policy"
)

// Apply carries a policy out on blocks that have their roles. Nothing else reads
// them differently for it: a comment that is kept is still a comment.
func Apply(blocks []block.Block, p Policy) {
	for i := range blocks {
		b := &blocks[i]
		switch {
		case b.Kept && (p.NoCode && b.Role == block.RoleCode || p.NoTables && b.Role == block.RoleTable):
			b.Kept, b.Reason = false, block.Reason{Stage: block.Rules, Detail: leftByPolicy}
		case !b.Kept && p.Comments && b.Role == block.RoleComment && density(b) <= linky && !b.Hidden:
			b.Kept, b.Reason = true, block.Reason{Stage: block.Rules, Detail: keptByPolicy}
		}
	}
}
