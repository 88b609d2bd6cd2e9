package train

import (
	"strings"
	"unicode"

	"matn/clean/eval"
	"matn/clean/internal/dom"
	"matn/clean/internal/score"
	"matn/clean/internal/segment"
)

// host is the text of a page that has no article, or none that gold tells: the
// front of a paper, a list. Articles are put among its lines, so that the menus,
// headlines and teasers of more sites stand around them than those with gold have.
// Every fold learns from all hosts: they should be of sites without gold.
type host struct {
	lines  []string
	script rune
}

const (
	// hostLeast and hostMost bound the lines of a host: of more, the article among
	// them would be too little to learn from.
	hostLeast, hostMost = 15, 150
	// hostHead is the share of a host that stands above an article at most.
	hostHead = 2. / 3
	// hostProse is the number of words that the lines of a body have on average
	// at least for it to be put among others: a poem among headlines looks like
	// them. Without this bound poems were taken for lists.
	hostProse = 12
)

// readHosts reads the pages of a set as hosts; gold is not looked at.
func readHosts(dir string) (list []host, err error) {
	set, err := eval.ReadSet(dir, "")
	if err != nil {
		return nil, err
	}
	for _, p := range set {
		in, err := eval.Load(p, true)
		if err != nil {
			return nil, err
		}
		if n := len(in.Lines); n >= hostLeast {
			list = append(list, host{in.Lines[:min(n, hostMost)], scriptOf(in.Lines)})
		}
	}
	return list, nil
}

// scriptOf is the first of the 256 runes among which most letters of a text are.
func scriptOf(lines []string) (most rune) {
	n := map[rune]int{}
	for _, line := range lines {
		for _, r := range line {
			if unicode.IsLetter(r) {
				n[r&^0xFF]++
			}
		}
	}
	for r, k := range n {
		if k > n[most] || k == n[most] && r < most {
			most = r
		}
	}
	return most
}

// hosts are those of a training, by script.
type hosts map[rune][]host

func hostsOf(list []host) hosts {
	h := hosts{}
	for _, x := range list {
		h[x.script] = append(h[x.script], x)
	}
	return h
}

// hosted puts a body told in prose, alone and with the few lines around it that
// excerpts took, among the lines of hosts of its script: the same for the same ID.
func (h hosts) hosted(whole *example, layout *dom.Layout, list []excerpt, folds int, f *score.Features) (out []*example) {
	of := h.of(whole)
	if len(of) == 0 || !whole.prose() {
		return nil
	}
	for k, x := range list {
		if x.scope != scopeFew && x.scope != scopeBody {
			continue
		}
		draw := foldOf(whole.page.ID, hostDraws) + k*hostStride
		host := of[draw%len(of)].lines
		at := draw % (1 + int(hostHead*float64(len(host))))
		e := newExample(whole.page, folds)
		e.used, e.scope, e.scale = true, scopeHosted, excerptScale[scopeHosted]*e.scale
		l := segment.Lines(host[:at])
		e.label = make([]float32, len(l.Blocks))
		for _, i := range x.take {
			l.Blocks, e.label = append(l.Blocks, layout.Blocks[i]), append(e.label, whole.label[i])
		}
		l.Blocks = append(l.Blocks, segment.Lines(host[at:]).Blocks...)
		e.label = append(e.label, make([]float32, len(l.Blocks)-len(e.label))...)
		e.measure(l, dom.Hints{}, f)
		out = append(out, e)
	}
	return out
}

// of lists the hosts of a page's script.
func (h hosts) of(e *example) []host {
	return h[scriptOf(strings.Split(e.page.Gold.Body.Value, "\n"))]
}

// verseScale is the weight of a page of verses or items, beside one of prose, in a
// script that has hosts: they teach that short lines are headlines of others.
const verseScale = 2

// scaleVerse weighs the examples of a page against those of hosts.
func (h hosts) scaleVerse(whole *example, list []*example) {
	if len(h.of(whole)) == 0 || whole.prose() {
		return
	}
	for _, e := range list {
		if e.scope != scopeShort {
			e.scale *= verseScale
		}
	}
}

const (
	// hostDraws is the number of draws there are, hostStride how far those of one
	// page lie apart: a prime.
	hostDraws, hostStride = 1 << 20, 7919
)

// prose reports whether the lines of the body are sentences rather than verses or
// items.
func (e *example) prose() bool {
	words, n := float32(0), float32(0)
	for i, y := range e.label {
		if y > 0 {
			words += e.shape.Words[i]
			n++
		}
	}
	return words >= hostProse*n
}
