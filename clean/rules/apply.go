package rules

import (
	"bytes"
	"fmt"
	"strings"

	"golang.org/x/net/html"

	"matn/clean/block"
	"matn/clean/internal/dom"
)

// Outcome is what rules found on a page, beside what they did to its blocks.
type Outcome struct {
	Title   string
	Date    string // as it stands on the page, or in the attribute of a machine
	Authors []string
	Missed  []string // selectors of body, title, date and author that found nothing, with where they are written
}

// Apply does to the labelled blocks of a page what the rules say. Elems is empty
// for flattened text, of which only phrases hold. A body that is not found leaves
// the body as it was. A nil Rules does nothing.
func (r *Rules) Apply(elems []dom.Elem, blocks []block.Block) (o Outcome) {
	if r == nil {
		return o
	}
	p := &page{rules: r, elems: elems, blocks: blocks}
	if len(elems) > 0 {
		p.body()
		if e := p.field("title", r.Title, block.RoleTitle, &o); len(e) > 0 {
			o.Title = content(elems[e[0].from].Node)
		}
		if e := p.field("date", r.Date, block.RoleDate, &o); len(e) > 0 {
			o.Date = machine(elems[e[0].from].Node)
		}
		for _, e := range p.field("author", r.Author, block.RoleByline, &o) {
			if name := content(elems[e.from].Node); name != "" {
				o.Authors = append(o.Authors, name)
			}
		}
		for _, s := range r.Strip {
			for _, e := range p.find(s) {
				p.strip(e, block.RoleUnlikely, "strip: "+s.Text)
			}
		}
		if len(r.Body) > 0 && !p.found {
			o.Missed = append(o.Missed, r.missed("body", r.Body))
		}
	}
	p.phrases()
	return o
}

// Checks lists what Outcome.Missed may hold: a line for every key whose selectors
// have to find something.
func (r *Rules) Checks() (list []string) {
	for _, k := range []struct {
		key  string
		list []Selector
	}{{"body", r.Body}, {"title", r.Title}, {"date", r.Date}, {"author", r.Author}} {
		if len(k.list) > 0 {
			list = append(list, r.missed(k.key, k.list))
		}
	}
	return list
}

// missed says that none of some selectors found anything.
func (r *Rules) missed(key string, list []Selector) string {
	var css []string
	for _, s := range list {
		css = append(css, s.Text)
	}
	return fmt.Sprintf("%s:%d: %s %q found nothing", r.file, list[0].Line, key, strings.Join(css, ", "))
}

// page is one page while rules are applied.
type page struct {
	rules  *Rules
	elems  []dom.Elem
	blocks []block.Block
	found  bool // a body was found
}

// span is an element and what is below it: [from, end) of the elements.
type span struct{ from, end int32 }

func (s span) has(b *block.Block) bool { return s.from <= b.Elem && b.Elem < s.end }

// find returns the elements that a selector selects, outermost ones only.
func (p *page) find(s Selector) (list []span) {
	for i := int32(0); i < int32(len(p.elems)); i++ {
		if n := p.elems[i].Node; n != nil && s.css.Match(n) {
			list = append(list, span{i, p.elems[i].End})
			i = p.elems[i].End - 1
		}
	}
	return list
}

// body keeps what stands in the elements of the body, and nothing else. What was
// set apart as a field (the headline, a byline, captions) and what is hidden
// stays so.
func (p *page) body() {
	var inside []span
	for _, s := range p.rules.Body {
		inside = append(inside, p.find(s)...)
	}
	p.found = len(inside) > 0
	for i := range p.blocks {
		b := &p.blocks[i]
		if !p.found {
			return
		}
		in := false
		for _, s := range inside {
			in = in || s.has(b)
		}
		switch {
		case in && !b.Kept && !b.Role.Field() && !b.Hidden:
			keep(b, "body")
		case in && b.Kept:
			b.Reason = block.Reason{Stage: block.Rules, Detail: "body"}
		case !in && b.Kept:
			out(b, block.RoleUnlikely, "outside of body")
		}
	}
}

// field finds the elements of the first selector that selects any, and takes
// their blocks out of the body.
func (p *page) field(key string, list []Selector, role block.Role, o *Outcome) []span {
	for _, s := range list {
		if found := p.find(s); len(found) > 0 {
			for _, e := range found {
				p.strip(e, role, key+": "+s.Text)
			}
			return found
		}
	}
	if len(list) > 0 {
		o.Missed = append(o.Missed, p.rules.missed(key, list))
	}
	return nil
}

func (p *page) strip(e span, role block.Role, why string) {
	for i := range p.blocks {
		if b := &p.blocks[i]; e.has(b) && (b.Kept || role.Field()) {
			out(b, role, why)
		}
	}
}

// phrases strips and keeps blocks by their words.
func (p *page) phrases() {
	f := &p.rules.folded
	if len(f.strip)+len(f.keep) == 0 {
		return
	}
	var text []byte
	for i := range p.blocks {
		b := &p.blocks[i]
		text = append(block.Fold(append(text[:0], ' '), b.Text), ' ')
		if k := within(text, f.keep); k >= 0 {
			if !b.Kept {
				keep(b, "keep: "+p.rules.KeepPhrases[k])
			}
		} else if k := within(text, f.strip); k >= 0 && b.Kept {
			out(b, block.RoleUnlikely, "strip: "+p.rules.StripPhrases[k])
		}
	}
}

// within returns the first phrase that a text between spaces has, -1 for none.
func within(text []byte, phrases [][]byte) int {
	for k, phrase := range phrases {
		for at := 0; ; at++ {
			i := bytes.Index(text[at:], phrase)
			if i < 0 {
				break
			}
			at += i
			if text[at-1] == ' ' && text[at+len(phrase)] == ' ' { // text begins and ends with one
				return k
			}
		}
	}
	return -1
}

func keep(b *block.Block, why string) {
	b.Kept, b.Role = true, b.Kind.Role()
	b.Reason = block.Reason{Stage: block.Rules, Detail: why}
}

func out(b *block.Block, role block.Role, why string) {
	b.Kept, b.Role = false, role
	b.Reason = block.Reason{Stage: block.Rules, Detail: why}
}

// shown is the text of an element on one line.
func shown(n *html.Node) string { return strings.Join(strings.Fields(dom.Text(n)), " ") }

// content is the value of a <meta>, or the text of any other element.
func content(n *html.Node) string {
	if n.Data == "meta" {
		return strings.TrimSpace(dom.Attr(n, "content"))
	}
	return shown(n)
}

// machine is what an element says to machines, or else shows.
func machine(n *html.Node) string {
	for _, key := range []string{"datetime", "content"} {
		if v := strings.TrimSpace(dom.Attr(n, key)); v != "" {
			return v
		}
	}
	return shown(n)
}
