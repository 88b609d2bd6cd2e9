package lexicon

import (
	"testing"
)

func TestLoad_EmbeddedDataIsValid(t *testing.T) {
	tab, err := load(embedded)
	if err != nil {
		t.Error(err)
	}
	t.Logf("%d entries, %d nodes, %d edges", len(tab.entries), len(tab.nodes), len(tab.edges))
}
