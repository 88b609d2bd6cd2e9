package decode

import (
	"bytes"
	"strings"

	"golang.org/x/text/encoding/htmlindex"
)

// label is one declared charset.
type label struct {
	charset string // WHATWG name; "" when there is no label, or no known one
	from    string // FromHeader, FromMeta or FromGuess
}

// labels are the charsets a page declares, most trusted first.
type labels struct {
	header, meta label
	unknown      string // the first declared name that no table knows
}

// headerValue is what the Content-Type header said.
type headerValue struct {
	label
	unknown string
}

func (h headerValue) isUTF8() bool { return h.charset == charsetUTF8 }

func (d labels) has(charset string) bool {
	return d.header.charset == charset || d.meta.charset == charset
}

// find returns the first label that names charset.
func (d labels) find(charset string) label {
	if d.header.charset == charset {
		return d.header
	}
	return d.meta
}

// headerLabel reads the charset parameter of a Content-Type value.
func headerLabel(contentType string) headerValue {
	if contentType == "" {
		return headerValue{}
	}
	name := charsetParam([]byte(contentType))
	if len(name) == 0 {
		return headerValue{}
	}
	if charset := lookup(name); charset != "" {
		return headerValue{label: label{charset, FromHeader}}
	}
	return headerValue{unknown: string(name)}
}

// declared collects the labels of a page: header as given, then the first known
// one of the XML declaration and the <meta> elements of head, wherever they are.
func declared(head []byte, header headerValue) labels {
	d := labels{header: header.label, unknown: header.unknown}
	if name := xmlEncoding(head); len(name) > 0 && d.takeMeta(name) {
		return d
	}
	for s := (scanner{b: head}); s.nextTag() && !s.isTag("body") && !s.isTag("/head"); {
		if !s.isTag("meta") {
			continue
		}
		if name := metaCharset(s.tag); len(name) > 0 && d.takeMeta(name) {
			break
		}
	}
	return d
}

// takeMeta sets the meta label, and reports whether name is known.
func (d *labels) takeMeta(name []byte) bool {
	charset := lookup(name)
	if charset == "" {
		if d.unknown == "" {
			d.unknown = string(name)
		}
		return false
	}
	if charset == charsetUTF16LE || charset == charsetUTF16BE {
		charset = charsetUTF8 // readable as ASCII, so it cannot be UTF-16 (HTML standard, 13.2.3.3)
	}
	d.meta = label{charset, FromMeta}
	return true
}

// xmlEncoding returns the encoding of an XML declaration that opens b, or nil.
func xmlEncoding(b []byte) []byte {
	b = bytes.TrimLeft(b, " \t\r\n")
	if !bytes.HasPrefix(b, []byte("<?xml")) {
		return nil
	}
	end := bytes.Index(b, []byte("?>"))
	if end < 0 {
		return nil
	}
	return attribute(b[len("<?xml"):end], "encoding")
}

// metaCharset returns the charset that one <meta> tag declares, or nil. tag is
// what stands between "<meta" and ">".
func metaCharset(tag []byte) []byte {
	if name := attribute(tag, "charset"); len(name) > 0 {
		return name
	}
	if !bytes.EqualFold(attribute(tag, "http-equiv"), []byte("content-type")) {
		return nil
	}
	return charsetParam(attribute(tag, "content"))
}

// attribute returns the value of the named attribute inside a tag, or nil.
func attribute(tag []byte, name string) []byte {
	for len(tag) > 0 {
		tag = bytes.TrimLeft(tag, " \t\r\n\f/")
		key := tag[:until(tag, " \t\r\n\f/=")]
		tag = bytes.TrimLeft(tag[len(key):], " \t\r\n\f")
		var value []byte
		switch {
		case len(key) == 0 && len(tag) > 0:
			tag = tag[1:] // a stray "="
		case len(tag) > 0 && tag[0] == '=':
			tag = bytes.TrimLeft(tag[1:], " \t\r\n\f")
			value, tag = attributeValue(tag)
		}
		if bytes.EqualFold(key, []byte(name)) {
			return bytes.TrimSpace(value)
		}
	}
	return nil
}

// attributeValue splits a quoted or bare value off the front of tag.
func attributeValue(tag []byte) (value, rest []byte) {
	if len(tag) > 0 && (tag[0] == '"' || tag[0] == '\'') {
		if end := bytes.IndexByte(tag[1:], tag[0]); end >= 0 {
			return tag[1 : 1+end], tag[end+2:]
		}
		tag = tag[1:] // a quote that never closes
	}
	n := until(tag, " \t\r\n\f")
	return tag[:n], tag[n:]
}

// charsetParam returns what follows "charset=" in a Content-Type value, or nil.
func charsetParam(v []byte) []byte {
	const name = "charset"
	for i := 0; i+len(name) <= len(v); i++ {
		if !bytes.EqualFold(v[i:i+len(name)], []byte(name)) {
			continue
		}
		rest := bytes.TrimLeft(v[i+len(name):], " \t")
		if len(rest) == 0 || rest[0] != '=' {
			continue
		}
		rest = bytes.TrimLeft(rest[1:], " \t\"'\\")
		return rest[:until(rest, " \t;,\"'\\")]
	}
	return nil
}

// until returns the index of the first byte of b that is in stops, or len(b).
func until(b []byte, stops string) int {
	for i, c := range b {
		if strings.IndexByte(stops, c) >= 0 {
			return i
		}
	}
	return len(b)
}

// maxLabel is the length of the longest label worth looking up, in bytes.
const maxLabel = 32

// lookup returns the WHATWG name of the charset that label stands for, or "".
// Beside the labels of the Encoding standard it knows the spellings "win-1256",
// "cp_1256", "windows1256" and "utf8mb4".
func lookup(name []byte) string {
	name = bytes.Trim(name, " \t\r\n\"'")
	if len(name) == 0 || len(name) > maxLabel || firstHigh(name) < len(name) {
		return ""
	}
	if bytes.EqualFold(name, []byte(charsetUTF8)) {
		return charsetUTF8
	}
	if charset := standardName(string(name)); charset != "" {
		return charset
	}
	plain := strings.ToLower(strings.NewReplacer("_", "-", " ", "-").Replace(string(name)))
	if charset := standardName(plain); charset != "" {
		return charset
	}
	for _, vendor := range []string{"windows", "win", "cp", "ms", "x-cp"} {
		if page, ok := strings.CutPrefix(plain, vendor); ok {
			return standardName("windows-" + strings.TrimLeft(page, "-"))
		}
	}
	if strings.HasPrefix(plain, "utf8") || strings.HasPrefix(plain, "utf-8") {
		return charsetUTF8
	}
	return ""
}

// standardName looks label up in the table of the WHATWG Encoding standard.
// Labels of charsets that a browser refuses to decode count as unknown.
func standardName(label string) string {
	enc, err := htmlindex.Get(label)
	if err != nil {
		return ""
	}
	charset, err := htmlindex.Name(enc)
	if err != nil || charset == "replacement" || charset == "x-user-defined" {
		return ""
	}
	return charset
}
