package label

import "matn/clean/block"

// keepCode keeps code that stands between two blocks of the body, other code
// aside: the model has seen little of it, and a listing between two paragraphs
// belongs to them.
func (p *page) keepCode() {
	for i := 0; i < len(p.Blocks); i++ {
		if p.Blocks[i].Kind != block.Code {
			continue
		}
		end := i
		for end < len(p.Blocks) && p.Blocks[end].Kind == block.Code {
			end++
		}
		if i > 0 && end < len(p.Blocks) && p.Blocks[i-1].Kept && p.Blocks[end].Kept {
			for k := i; k < end; k++ {
				p.keep(k, "code between two blocks of the body")
			}
		}
		i = end
	}
}

// joinRows keeps or drops the rows of a table together, as most of its words
// are: half a table tells nothing.
func (p *page) joinRows() {
	for i := 0; i < len(p.Blocks); {
		b := &p.Blocks[i]
		if b.Kind != block.TableRow || b.Group == 0 {
			i++
			continue
		}
		words, kept, end := int32(0), int32(0), i
		for ; end < len(p.Blocks) && p.Blocks[end].Kind == block.TableRow && p.Blocks[end].Group == b.Group; end++ {
			words += p.Blocks[end].Words
			if p.Blocks[end].Kept {
				kept += p.Blocks[end].Words
			}
		}
		for k := i; k < end && kept > 0 && kept < words; k++ {
			if 2*kept >= words {
				p.keep(k, "most of its table is kept")
			} else {
				p.Blocks[k].Kept, p.Blocks[k].Reason = false, block.Reason{Stage: block.Structure, Detail: "most of its table is dropped"}
			}
		}
		i = end
	}
}
