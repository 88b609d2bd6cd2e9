package main

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
)

// kind is what a file holds.
type kind string

// Kinds, as --type names them.
const (
	kindAuto kind = "auto"
	kindHTML kind = "html"
	kindText kind = "text"
	kindWARC kind = "warc"
	kindWET  kind = "wet"

	kindJSONL kind = "jsonl"
)

func kindNames() []string { return []string{"auto", "html", "text", "warc", "wet", "jsonl"} }

// kindHelp lists them as people read a choice.
const kindHelp = "auto, html, text, warc, wet or jsonl"

// htmlNames are the extensions of pages: such a file is HTML as soon as it has a
// tag. One that has none is text, whatever it is called.
var htmlNames = []string{".html", ".htm", ".xhtml", ".xht", ".shtml", ".php", ".asp", ".aspx", ".jsp"}

// minMarkup is the share of a file's first bytes that stands in tags, above which
// a file by another name is HTML. Prose that speaks of tags stays below a tenth;
// pages are more than a third tags.
const minMarkup = 0.2

// detect tells what a file is from its first bytes, with its name to help.
func detect(name string, head []byte) kind {
	if bytes.HasPrefix(head, []byte("WARC/")) {
		return kindWARC
	}
	if isJSONLines(head) {
		return kindJSONL
	}
	head = asciiOf(head)
	start := bytes.TrimLeft(head, " \t\r\n")
	share := markupShare(head)
	switch ext := strings.ToLower(filepath.Ext(unpackedName(name))); {
	case share == 0:
		return kindText
	case slices.Contains(htmlNames, ext), startsPage(start), startsFragment(start), share >= minMarkup:
		return kindHTML
	}
	return kindText
}

// asciiOf makes UTF-16 readable for the look at its tags, and takes the byte
// order mark of UTF-8 away.
func asciiOf(head []byte) []byte {
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	if !bytes.HasPrefix(head, []byte("\xff\xfe")) && !bytes.HasPrefix(head, []byte("\xfe\xff")) && bytes.IndexByte(head, 0) < 0 {
		return head
	}
	return bytes.ReplaceAll(head[min(2, len(head)):], []byte{0}, nil)
}

// startsPage reports whether text begins as a whole HTML document does.
func startsPage(text []byte) bool {
	const longest = 16
	start := strings.ToLower(string(text[:min(len(text), longest)]))
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<?xml", "<!--"} {
		if strings.HasPrefix(start, tag) {
			return true
		}
	}
	return false
}

// fragmentTags are the elements that a piece of a page begins with.
var fragmentTags = []string{"p", "div", "article", "section", "main", "header", "figure", "table", "ul", "ol",
	"blockquote", "h1", "h2", "h3", "span", "a", "img", "meta", "title", "link", "script", "style", "nav", "body"}

// startsFragment reports whether text begins with an element of a page: the tag has
// attributes, or is closed further on. Prose that begins with the name of a tag
// ("<p> is short for paragraph") does neither.
func startsFragment(text []byte) bool {
	end := tagEnd(text)
	if end == 0 {
		return false
	}
	name, attrs, _ := strings.Cut(strings.ToLower(string(text[1:end-1])), " ")
	if !slices.Contains(fragmentTags, strings.Trim(name, "/\n\t\r")) {
		return false
	}
	return strings.Contains(attrs, "=") || bytes.Contains(bytes.ToLower(text[end:]), []byte("</"+name+">"))
}

// markupShare is the share of text's bytes that stand in tags and comments.
func markupShare(text []byte) float64 {
	markup := 0
	for rest := text; ; {
		open := bytes.IndexByte(rest, '<')
		if open < 0 {
			break
		}
		rest = rest[open:]
		end := tagEnd(rest)
		markup += end
		rest = rest[max(end, 1):]
	}
	if markup == 0 {
		return 0
	}
	return float64(markup) / float64(len(text))
}

// maxTag is longer than any tag that is not an attack or an inline image.
const maxTag = 4 << 10

// tagEnd is the length of the tag that text begins with, 0 when it is none.
func tagEnd(text []byte) int {
	if len(text) < 3 || text[0] != '<' {
		return 0
	}
	c := text[1] | 0x20
	if (c < 'a' || c > 'z') && text[1] != '/' && text[1] != '!' && text[1] != '?' {
		return 0
	}
	end := bytes.IndexByte(text[:min(len(text), maxTag)], '>')
	return end + 1
}
