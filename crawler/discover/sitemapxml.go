package discover

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
)

// maxSitemapField bounds the text of one element; a URL has 8 KiB at most.
const maxSitemapField = 8 << 10

// sitemapText makes UTF-8 of a sitemap, of which head is the beginning. Broken bytes
// cost themselves and no more.
func sitemapText(in io.Reader, head []byte, contentType string) io.Reader {
	_, enc := toUTF8(wholeRunes(head), contentType, xmlEncoding(head))
	if enc == nil {
		enc = unicode.UTF8BOM
	}
	return enc.NewDecoder().Reader(in)
}

// wholeRunes cuts a rune off the end that head has only the beginning of.
func wholeRunes(head []byte) []byte {
	for i := len(head) - 1; i >= 0 && i >= len(head)-utf8.UTFMax; i-- {
		if utf8.RuneStart(head[i]) {
			if !utf8.FullRune(head[i:]) {
				return head[:i]
			}
			break
		}
	}
	return head
}

// printableReader drops the control characters of UTF-8 text, which XML forbids. It ends with an error
// where no tag begins for maxRun bytes: an XML decoder keeps what stands
// between two of them.
type printableReader struct {
	r   io.Reader
	run int
}

func (p *printableReader) Read(b []byte) (int, error) {
	if p.run > maxRun {
		return 0, errRun
	}
	n, err := p.r.Read(b)
	kept := b[:0]
	for _, c := range b[:n] {
		p.run++
		switch {
		case c == '<':
			p.run = 0
		case c < ' ' && c != '\n' && c != '\t' && c != '\r':
			continue
		}
		kept = append(kept, c)
	}
	return len(kept), err
}

// maxRun is how far apart two tags may be. The longest that honest files have are
// comments at the top.
const maxRun = 1 << 20

var errRun = fmt.Errorf("no tag for %d bytes", maxRun)

// sitemapState is where in the file the reader is.
type sitemapState struct {
	*sitemapReader
	index  bool // in <sitemapindex>
	open   bool // the root is open
	inside bool // in <url> or <sitemap>
	media  string
	entry  SitemapEntry
	text   []byte
}

// xml reads <urlset> and <sitemapindex>. Namespaces are not asked for: many files
// declare wrong ones or none.
func (r *sitemapReader) xml(in io.Reader) error {
	d := xml.NewDecoder(&printableReader{r: in})
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // it is UTF-8 by now
	s := &sitemapState{sitemapReader: r}
	for {
		token, err := d.RawToken()
		if err != nil {
			return s.end(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			err = s.start(strings.ToLower(t.Name.Local))
		case xml.EndElement:
			err = s.finish(strings.ToLower(t.Name.Local))
		case xml.CharData:
			if len(s.text)+len(t) <= maxSitemapField {
				s.text = append(s.text, t...)
			}
		}
		if err != nil {
			return err
		}
	}
}

// end is what the end of the stream means: the entry under way is not complete, but
// what it has is worth keeping.
func (s *sitemapState) end(err error) error {
	if full := s.close(); full != nil {
		return full
	}
	switch {
	case err != io.EOF:
		return err
	case s.out.Kind == "":
		return errNoSitemap
	case s.open:
		return io.ErrUnexpectedEOF
	}
	return nil
}

func (s *sitemapState) start(name string) error {
	s.text = s.text[:0]
	switch name {
	case "urlset":
		s.out.Kind, s.open, s.index = "urlset", true, false
	case "sitemapindex":
		s.out.Kind, s.open, s.index = "index", true, true
	case "url", "sitemap":
		err := s.close()
		s.inside, s.entry = s.open, SitemapEntry{}
		return err
	case "image", "video":
		if s.media == "" {
			s.media = name
		}
		if name == "image" {
			s.entry.Images++
		}
	case "news":
		if s.media == "" {
			s.entry.News = &News{}
		}
	}
	return nil
}

func (s *sitemapState) finish(name string) error {
	text := bytes.TrimSpace(s.text)
	s.text = s.text[:0]
	switch name {
	case "urlset", "sitemapindex":
		s.open = false
		return s.close()
	case "url", "sitemap":
		return s.close()
	case s.media:
		s.media = ""
	}
	if s.media == "" && s.inside && len(text) > 0 {
		s.field(name, string(text))
	}
	return nil
}

// field notes the text of an element.
func (s *sitemapState) field(name, text string) {
	switch name {
	case "loc":
		if s.entry.URL == "" {
			s.entry.URL = text
		}
	case "lastmod":
		s.entry.Modified = sitemapTime(text)
	}
	if news := s.entry.News; news != nil {
		switch name {
		case "title":
			news.Title = squeeze(text, maxTitleRunes)
		case "publication_date":
			news.Published = sitemapTime(text)
		case "name":
			news.Publication = squeeze(text, maxTitleRunes)
		case "language":
			news.Language = squeeze(text, maxTitleRunes)
		}
	}
}

// close keeps the entry under way.
func (s *sitemapState) close() error {
	if !s.inside {
		return nil
	}
	s.inside, s.media = false, ""
	if s.index {
		return s.addRef(s.entry)
	}
	return s.add(s.entry)
}

// sitemapLayouts are the forms of W3C Datetime, and what is written in their place.
var sitemapLayouts = []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04",
	"2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02T15:04:05Z0700", time.RFC1123Z, time.RFC1123, "2006-01-02", "2006-01"}

func sitemapTime(s string) time.Time {
	for _, layout := range sitemapLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}
