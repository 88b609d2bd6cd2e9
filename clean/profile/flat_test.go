package profile_test

import (
	"fmt"
	"strings"
	"testing"

	"matn/clean/block"
	"matn/clean/profile"
)

func TestMark_FlattenedTextHasNoPlaces(t *testing.T) {
	flat := func(i int) (string, []block.Block) {
		title := "The Valley Post" // what the title of flattened text is taken for
		_, blocks := plain(i)
		for j := range blocks {
			blocks[j].Place = 0
		}
		return title, blocks
	}
	p := &profile.Profile{}
	learn(p, 3, flat)
	if p.Stories() != 3 {
		t.Fatalf("%d stories, want 3: one guessed title does not make them one", p.Stories())
	}
	for _, general := range []bool{false, true} { // whatever kind of page it is of
		_, blocks := flat(50)
		blocks[4].P, blocks[5].P = .6, .8
		p.Mark(blocks, profile.About{General: general})
		if strings.Contains(kept(blocks), notice) || blocks[0].Reason.Count != 3 {
			t.Errorf("general %v: kept %q, menu %+v", general, kept(blocks), blocks[0].Reason)
		}
	}
}

// A text whose furniture is longer than what it says still loses it; one that
// says little of its own is left alone.
func TestMark_FlattenedTextWithWordsOfItsOwnIsNotSpared(t *testing.T) {
	terms := func(words int) func(i int) (string, []block.Block) {
		return func(i int) (string, []block.Block) {
			title := fmt.Sprint("Story ", i)
			blocks := []block.Block{line(0, .99, prose(title, words))}
			for k := range 6 {
				blocks = append(blocks, line(0, .6, prose(fmt.Sprint("terms", k), 40)))
			}
			return title, blocks
		}
	}
	for _, tt := range []struct {
		words, kept int
	}{{120, 1}, {30, 7}} {
		p := &profile.Profile{}
		learn(p, 4, terms(120))
		title, blocks := terms(tt.words)(50)
		p.Mark(blocks, profile.About{Title: title})
		if n := strings.Count(kept(blocks), "\n") + 1; n != tt.kept {
			t.Errorf("%d words of its own: %d lines kept, want %d", tt.words, n, tt.kept)
		}
	}
}

// A heading that articles share stands between lines of the article, furniture
// among furniture.
func TestMark_SharedHeadingInFlattenedTextStays(t *testing.T) {
	review := func(i int) (string, []block.Block) {
		title := fmt.Sprint("Review ", i)
		return title, []block.Block{
			line(0, 0, "Home"), line(0, 0, "Reviews"), line(0, .6, "Read all of our tests"),
			line(0, .99, prose(title, 60)), line(0, .8, "What we liked"), line(0, .99, prose(title+"2", 60)), line(0, .99, prose(title+"3", 60)),
		}
	}
	p := &profile.Profile{}
	learn(p, 4, review)
	title, blocks := review(50)
	p.Mark(blocks, profile.About{Title: title})
	if blocks[2].Kept || !blocks[4].Kept {
		t.Errorf("kept %q", kept(blocks))
	}
}
