package markup

import (
	"golang.org/x/net/html/atom"
)

// tag is an HTML element that the rules name, or that is common.
type tag uint8

// rule says what a start tag does in the body of a page (HTML standard, 13.2.6.4.7).
type rule uint8

const (
	ruleOther      rule = iota
	ruleBlock           // closes a paragraph
	ruleHeading         // and a heading
	rulePre             // a newline right behind it is nothing
	ruleForm            // there is one at a time
	ruleItem            // closes an item
	rulePlaintext       // the rest of the page is text
	ruleButton          // closes a button
	ruleLink            // closes a link
	ruleFormatting      // is opened again in the next paragraph
	ruleNobr
	ruleObject // formatting stays inside it
	ruleTable
	ruleVoid
	ruleInput
	ruleParam // is void, and formatting does not matter
	ruleRule  // <hr>
	ruleImage // means <img>
	ruleTextarea
	ruleXmp
	ruleRaw // holds text alone
	ruleSelect
	ruleOption
	ruleRuby
	ruleForeign
	ruleTablePart // counts in a table alone
	ruleHead      // belongs to the head, and is let stand
	ruleHTML
	ruleBody
	ruleFrameset
)

// traits are what else the rules ask of an element.
type traits uint16

const (
	special    traits = 1 << iota // see 13.2.4.2
	bounds                        // ends every scope but that of tables
	boundsList                    // ends the scope of items
	boundsForm                    // ends the scope of paragraphs: <button>
	boundsTbl                     // ends the scope of tables
	implied                       // its end tag may be left out
	tabular                       // text in it belongs before the table
	endsBlock                     // its end tag closes what is open inside it
	headVoid                      // is void in the head
	breaksOut                     // ends SVG and MathML
	listTop                       // an open item is looked for beyond it
	pointText                     // an element of MathML that holds text
	pointHTML                     // an element of SVG or MathML that holds HTML
)

// tagInfo is what the rules say of a tag.
type tagInfo struct {
	name string
	rule rule
	is   traits
	atom atom.Atom
}

const block = special | endsBlock

// Tags that the code names; the rest are in the table alone.
const (
	tagNone tag = iota
	tagHTML
	tagHead
	tagBody
	tagP
	tagLi
	tagDd
	tagDt
	tagA
	tagNobr
	tagButton
	tagForm
	tagTable
	tagCaption
	tagColgroup
	tagCol
	tagTbody
	tagThead
	tagTfoot
	tagTr
	tagTd
	tagTh
	tagSelect
	tagOption
	tagOptgroup
	tagRuby
	tagRb
	tagRtc
	tagRp
	tagRt
	tagTemplate
	tagFrameset
	tagFrame
	tagNoframes
	tagScript
	tagStyle
	tagTitle
	tagTextarea
	tagNoscript
	tagBr
	tagHr
	tagImg
	tagInput
	tagFont
	tagSvg
	tagMath
	tagH1
	tagH2
	tagH3
	tagH4
	tagH5
	tagH6
	tagPre
	tagListing
	tagNamed // the first tag that no rule names
)

// tags holds the tags at their numbers.
var tags = withAtoms([]tagInfo{
	tagNone:     {},
	tagHTML:     {name: "html", rule: ruleHTML, is: special | bounds | boundsTbl},
	tagHead:     {name: "head", rule: ruleTablePart, is: special | breaksOut},
	tagBody:     {name: "body", rule: ruleBody, is: special | breaksOut},
	tagP:        {name: "p", rule: ruleBlock, is: special | implied | breaksOut | listTop},
	tagLi:       {name: "li", rule: ruleItem, is: special | implied | breaksOut},
	tagDd:       {name: "dd", rule: ruleItem, is: special | implied | breaksOut},
	tagDt:       {name: "dt", rule: ruleItem, is: special | implied | breaksOut},
	tagA:        {name: "a", rule: ruleLink},
	tagNobr:     {name: "nobr", rule: ruleNobr, is: breaksOut},
	tagButton:   {name: "button", rule: ruleButton, is: block | boundsForm},
	tagForm:     {name: "form", rule: ruleForm, is: special},
	tagTable:    {name: "table", rule: ruleTable, is: special | bounds | boundsTbl | tabular | breaksOut},
	tagCaption:  {name: "caption", rule: ruleTablePart, is: special | bounds},
	tagColgroup: {name: "colgroup", rule: ruleTablePart, is: special},
	tagCol:      {name: "col", rule: ruleTablePart, is: special},
	tagTbody:    {name: "tbody", rule: ruleTablePart, is: special | tabular},
	tagThead:    {name: "thead", rule: ruleTablePart, is: special | tabular},
	tagTfoot:    {name: "tfoot", rule: ruleTablePart, is: special | tabular},
	tagTr:       {name: "tr", rule: ruleTablePart, is: special | tabular},
	tagTd:       {name: "td", rule: ruleTablePart, is: special | bounds},
	tagTh:       {name: "th", rule: ruleTablePart, is: special | bounds},
	tagSelect:   {name: "select", rule: ruleSelect, is: block | bounds},
	tagOption:   {name: "option", rule: ruleOption, is: implied},
	tagOptgroup: {name: "optgroup", rule: ruleOption, is: implied},
	tagRuby:     {name: "ruby", is: breaksOut},
	tagRb:       {name: "rb", rule: ruleRuby, is: implied},
	tagRtc:      {name: "rtc", rule: ruleRuby, is: implied},
	tagRp:       {name: "rp", rule: ruleRuby, is: implied},
	tagRt:       {name: "rt", rule: ruleRuby, is: implied},
	tagTemplate: {name: "template", rule: ruleHead, is: special | bounds | boundsTbl},
	tagFrameset: {name: "frameset", rule: ruleFrameset, is: special},
	tagFrame:    {name: "frame", rule: ruleTablePart, is: special},
	tagNoframes: {name: "noframes", rule: ruleHead, is: special},
	tagScript:   {name: "script", rule: ruleHead, is: special},
	tagStyle:    {name: "style", rule: ruleHead, is: special},
	tagTitle:    {name: "title", rule: ruleHead, is: special},
	tagTextarea: {name: "textarea", rule: ruleTextarea, is: special},
	tagNoscript: {name: "noscript", rule: ruleRaw, is: special},
	tagBr:       {name: "br", rule: ruleVoid, is: special | breaksOut},
	tagHr:       {name: "hr", rule: ruleRule, is: special | breaksOut},
	tagImg:      {name: "img", rule: ruleVoid, is: special | breaksOut},
	tagInput:    {name: "input", rule: ruleInput, is: special},
	tagFont:     {name: "font", rule: ruleFormatting},
	tagSvg:      {name: "svg", rule: ruleForeign},
	tagMath:     {name: "math", rule: ruleForeign},
	tagH1:       {name: "h1", rule: ruleHeading, is: special | breaksOut},
	tagH2:       {name: "h2", rule: ruleHeading, is: special | breaksOut},
	tagH3:       {name: "h3", rule: ruleHeading, is: special | breaksOut},
	tagH4:       {name: "h4", rule: ruleHeading, is: special | breaksOut},
	tagH5:       {name: "h5", rule: ruleHeading, is: special | breaksOut},
	tagH6:       {name: "h6", rule: ruleHeading, is: special | breaksOut},
	tagPre:      {name: "pre", rule: rulePre, is: block | breaksOut},
	tagListing:  {name: "listing", rule: rulePre, is: block | breaksOut},
}, []tagInfo{
	{name: "address", rule: ruleBlock, is: block | listTop},
	{name: "article", rule: ruleBlock, is: block},
	{name: "aside", rule: ruleBlock, is: block},
	{name: "blockquote", rule: ruleBlock, is: block | breaksOut},
	{name: "center", rule: ruleBlock, is: block | breaksOut},
	{name: "details", rule: ruleBlock, is: block},
	{name: "dialog", rule: ruleBlock, is: endsBlock},
	{name: "dir", rule: ruleBlock, is: block},
	{name: "div", rule: ruleBlock, is: block | breaksOut | listTop},
	{name: "dl", rule: ruleBlock, is: block | breaksOut},
	{name: "fieldset", rule: ruleBlock, is: block},
	{name: "figcaption", rule: ruleBlock, is: block},
	{name: "figure", rule: ruleBlock, is: block},
	{name: "footer", rule: ruleBlock, is: block},
	{name: "header", rule: ruleBlock, is: block},
	{name: "hgroup", rule: ruleBlock, is: block},
	{name: "main", rule: ruleBlock, is: block},
	{name: "menu", rule: ruleBlock, is: block | breaksOut},
	{name: "nav", rule: ruleBlock, is: block},
	{name: "ol", rule: ruleBlock, is: block | breaksOut | boundsList},
	{name: "search", rule: ruleBlock, is: endsBlock},
	{name: "section", rule: ruleBlock, is: block},
	{name: "summary", rule: ruleBlock, is: block},
	{name: "ul", rule: ruleBlock, is: block | breaksOut | boundsList},

	{name: "b", rule: ruleFormatting, is: breaksOut},
	{name: "big", rule: ruleFormatting, is: breaksOut},
	{name: "code", rule: ruleFormatting, is: breaksOut},
	{name: "em", rule: ruleFormatting, is: breaksOut},
	{name: "i", rule: ruleFormatting, is: breaksOut},
	{name: "s", rule: ruleFormatting, is: breaksOut},
	{name: "small", rule: ruleFormatting, is: breaksOut},
	{name: "strike", rule: ruleFormatting, is: breaksOut},
	{name: "strong", rule: ruleFormatting, is: breaksOut},
	{name: "tt", rule: ruleFormatting, is: breaksOut},
	{name: "u", rule: ruleFormatting, is: breaksOut},

	{name: "applet", rule: ruleObject, is: special | bounds},
	{name: "marquee", rule: ruleObject, is: special | bounds},
	{name: "object", rule: ruleObject, is: special | bounds},

	{name: "area", rule: ruleVoid, is: special},
	{name: "embed", rule: ruleVoid, is: special | breaksOut},
	{name: "keygen", rule: ruleVoid, is: special},
	{name: "wbr", rule: ruleVoid, is: special},
	{name: "param", rule: ruleParam, is: special},
	{name: "source", rule: ruleParam, is: special},
	{name: "track", rule: ruleParam, is: special},
	{name: "image", rule: ruleImage},

	{name: "base", rule: ruleHead, is: special | headVoid},
	{name: "basefont", rule: ruleHead, is: special | headVoid},
	{name: "bgsound", rule: ruleHead, is: special | headVoid},
	{name: "link", rule: ruleHead, is: special | headVoid},
	{name: "meta", rule: ruleHead, is: special | headVoid | breaksOut},

	{name: "iframe", rule: ruleRaw, is: special},
	{name: "noembed", rule: ruleRaw, is: special},
	{name: "xmp", rule: ruleXmp, is: special},
	{name: "plaintext", rule: rulePlaintext, is: special},

	{name: "span", is: breaksOut}, {name: "sub", is: breaksOut}, {name: "sup", is: breaksOut}, {name: "var", is: breaksOut},
	{name: "abbr"}, {name: "audio"}, {name: "canvas"}, {name: "cite"}, {name: "data"}, {name: "del"}, {name: "ins"},
	{name: "label"}, {name: "legend"}, {name: "map"}, {name: "mark"}, {name: "picture"}, {name: "q"}, {name: "time"},
	{name: "video"},
})

// withAtoms joins the named and the other tags, and looks their atoms up.
func withAtoms(named, others []tagInfo) []tagInfo {
	all := append(named, others...)
	for i := range all {
		all[i].atom = atom.Lookup([]byte(all[i].name))
	}
	return all
}

// slots is the size of the table of names: four times their number, about.
const slots = 512

// slotOf holds the tags at the hashes of their names, or behind; zero is none.
var slotOf = func() (t [slots]tag) {
	for i := int(tagHTML); i < len(tags); i++ {
		h := hashName(tags[i].name)
		for t[h%slots] != 0 {
			h++
		}
		t[h%slots] = tag(i)
	}
	return t
}()

// hashName spreads names in lower case.
func hashName(name string) uint32 {
	h := uint32(len(name))
	for i := range len(name) {
		h = (h ^ uint32(name[i])) * 0x01000193
	}
	return h ^ h>>15
}

// tagOf returns the tag of a name in lower case, tagNone for others.
func tagOf(name string) tag {
	for h := hashName(name); ; h++ {
		t := slotOf[h%slots]
		if t == tagNone || tags[t].name == name {
			return t
		}
	}
}
