package markup

import (
	"strings"
)

// Namespaces, as html.Parse names them.
const (
	svg  = "svg"
	math = "math"
)

// foreign reports whether the innermost open element is of SVG or MathML.
func (b *builder) foreign() bool {
	return len(b.open) > 0 && b.open[len(b.open)-1].node.Namespace != ""
}

// atIntegrationPoint reports whether the innermost element, which is foreign,
// holds HTML.
func (b *builder) atIntegrationPoint() bool {
	return b.open[len(b.open)-1].is&(pointText|pointHTML) != 0
}

// insertForeign adds the element of the current start tag in a namespace.
func (b *builder) insertForeign(namespace string) {
	n := b.element()
	n.Namespace = namespace
	if n.Data == "foreignobject" {
		n.Data = "foreignObject"
	}
	if b.tok.empty {
		b.place(n)
		return
	}
	b.fit()
	b.place(n)
	b.push(open{node: n, is: b.foreignTraits(n.Data, namespace)})
}

// foreignTraits says what the rules ask of an element of SVG or MathML.
func (b *builder) foreignTraits(name, namespace string) traits {
	switch {
	case namespace == svg && (name == "foreignObject" || name == "desc" || name == "title"):
		return special | bounds | pointHTML
	case namespace == math && (name == "mi" || name == "mo" || name == "mn" || name == "ms" || name == "mtext"):
		return special | bounds | pointText
	case namespace == math && name == "annotation-xml":
		for _, a := range b.tok.attrs {
			if a.Key == "encoding" && (strings.EqualFold(a.Val, "text/html") || strings.EqualFold(a.Val, "application/xhtml+xml")) {
				return special | bounds | pointHTML
			}
		}
		return special | bounds
	}
	return 0
}

// foreignStart takes a start tag in inside SVG or MathML. It reports false where
// the rules of HTML hold for it.
func (b *builder) foreignStart() bool {
	o := b.open[len(b.open)-1]
	switch {
	case o.is&pointHTML != 0, o.is&pointText != 0 && b.tok.name != "mglyph" && b.tok.name != "malignmark":
		return false
	case o.node.Namespace == math && o.node.Data == "annotation-xml" && b.tok.tag == tagSvg:
		return false
	}
	if b.breaksOut() {
		for i := len(b.open) - 1; i >= 0; i-- {
			if o := &b.open[i]; o.node.Namespace == "" || o.is&(pointText|pointHTML) != 0 {
				b.popTo(i + 1)
				break
			}
		}
		return false
	}
	b.insertForeign(o.node.Namespace)
	return true
}

// breaksOut reports whether the current start tag is of those that are HTML
// wherever they stand.
func (b *builder) breaksOut() bool {
	if b.tok.tag != tagFont {
		return tags[b.tok.tag].is&breaksOut != 0
	}
	for _, a := range b.tok.attrs {
		if a.Key == "color" || a.Key == "face" || a.Key == "size" {
			return true
		}
	}
	return false
}

// foreignEnd takes an end tag in inside SVG or MathML. It reports false where the
// rules of HTML hold for it.
func (b *builder) foreignEnd() bool {
	for i := len(b.open) - 1; i >= 0; i-- {
		n := b.open[i].node
		if strings.EqualFold(n.Data, b.tok.name) {
			b.popTo(i)
			return true
		}
		if i > 0 && b.open[i-1].node.Namespace == "" {
			return false
		}
	}
	return false
}
