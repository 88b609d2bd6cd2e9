package discover

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"
)

// Limits of one sitemap: 50,000 URLs and 50 MB unpacked is what the protocol allows
// (sitemaps.org); some sites go a little over.
const (
	maxSitemapBytes = 60 << 20
	maxSitemapURLs  = 50_000
)

// Sitemap is a sitemap, or an index of sitemaps, as read.
type Sitemap struct {
	Kind    string // "urlset", "index" or "text"
	Index   []SitemapRef
	Entries []SitemapEntry // in the order of the file, each URL once
}

// SitemapRef is a sitemap that an index lists.
type SitemapRef struct {
	URL      string
	Modified time.Time // UTC; zero when not given
}

// SitemapEntry is one page.
type SitemapEntry struct {
	URL      string
	Modified time.Time // UTC; zero when not given
	News     *News     // what a news sitemap adds; nil without
	Images   int       // how many pictures are listed with the page
}

// News is the news: part of an entry (Google News sitemaps). It marks an article.
type News struct {
	Title       string    // one line
	Publication string    // name of the paper
	Language    string    // of the paper, as declared: "ar", "zh-cn"
	Published   time.Time // UTC; zero when not given or unreadable
}

// HasNews reports whether the sitemap is one of news.
func (s *Sitemap) HasNews() bool {
	for i := range s.Entries {
		if s.Entries[i].News != nil {
			return true
		}
	}
	return false
}

// SitemapError says why a sitemap could not be read, or not as a whole.
type SitemapError struct {
	Read int // entries and references that were read all the same
	Err  error
}

// Error is one line.
func (e *SitemapError) Error() string {
	if e.Read > 0 {
		return fmt.Sprintf("discover: sitemap is damaged, %d addresses could be read: %v", e.Read, e.Err)
	}
	return fmt.Sprintf("discover: not a sitemap that can be read: %v", e.Err)
}

// Unwrap gives the cause.
func (e *SitemapError) Unwrap() error { return e.Err }

// Causes of a SitemapError beside those of XML and gzip.
var (
	ErrSitemapSize = fmt.Errorf("it has more than %d bytes unpacked", maxSitemapBytes)
	ErrSitemapURLs = fmt.Errorf("it has more than %d addresses", maxSitemapURLs)
	errNoSitemap   = errors.New("neither <urlset> nor <sitemapindex>, nor lines of addresses")
)

// ReadSitemap reads a sitemap that was found at base: XML, plain text with an address
// a line, or either of them in gzip, whatever it is called. It is unpacked as it is
// read, within limits. An error is a *SitemapError; the Sitemap returned with it,
// never nil, has what could be read.
func ReadSitemap(body []byte, contentType string, base *url.URL) (*Sitemap, error) {
	return readSitemap(body, contentType, base, maxSitemapBytes)
}

// readSitemap reads so many bytes at most, unpacked.
func readSitemap(body []byte, contentType string, base *url.URL, limit int64) (*Sitemap, error) {
	in := &capped{r: bytes.NewReader(body), left: limit}
	if bytes.HasPrefix(body, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			return &Sitemap{}, &SitemapError{Err: err}
		}
		defer z.Close()
		in.r = z
	}
	r := &sitemapReader{base: base, out: &Sitemap{}, seen: map[string]bool{}}
	err := r.read(in, contentType)
	if in.full {
		err = ErrSitemapSize
	}
	if err != nil {
		return r.out, &SitemapError{Read: len(r.out.Index) + len(r.out.Entries), Err: err}
	}
	return r.out, nil
}

// capped ends a stream after so many bytes, and says so.
type capped struct {
	r    io.Reader
	left int64
	full bool
}

func (c *capped) Read(p []byte) (int, error) {
	if c.left <= 0 {
		var one [1]byte
		n, err := c.r.Read(one[:])
		if n > 0 {
			c.full, err = true, ErrSitemapSize
		}
		return 0, err
	}
	n, err := c.r.Read(p[:min(int64(len(p)), c.left)])
	c.left -= int64(n)
	return n, err
}

type sitemapReader struct {
	base *url.URL
	out  *Sitemap
	seen map[string]bool
}

// sitemapHead is how much is looked at to tell what a file is.
const sitemapHead = 4 << 10

func (r *sitemapReader) read(in io.Reader, contentType string) error {
	head := make([]byte, sitemapHead)
	n, err := io.ReadFull(in, head)
	head = head[:n]
	if n == 0 && err != io.EOF {
		return err
	}
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		in = io.MultiReader(bytes.NewReader(head), failing{err})
	} else {
		in = io.MultiReader(bytes.NewReader(head), in)
	}
	in = sitemapText(in, head, contentType)
	if first := bytes.TrimLeft(head, " \t\r\n\x00\xff\xfe\xef\xbb\xbf"); len(first) > 0 && first[0] != '<' {
		return r.lines(in)
	}
	return r.xml(in)
}

// failing is a reader that fails.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// lines reads a text sitemap.
func (r *sitemapReader) lines(in io.Reader) error {
	scan := bufio.NewScanner(in)
	for scan.Scan() {
		line := strings.TrimSpace(scan.Text())
		if !strings.HasPrefix(line, "http://") && !strings.HasPrefix(line, "https://") {
			continue
		}
		r.out.Kind = "text"
		if err := r.add(SitemapEntry{URL: line}); err != nil {
			return err
		}
	}
	if scan.Err() == nil && r.out.Kind == "" {
		return errNoSitemap
	}
	return scan.Err()
}

// add resolves an entry and keeps it.
func (r *sitemapReader) add(e SitemapEntry) error {
	e.URL = resolve(r.base, e.URL)
	if e.URL == "" || r.seen[e.URL] {
		return nil
	}
	if len(r.out.Entries) == maxSitemapURLs {
		return ErrSitemapURLs
	}
	r.seen[e.URL] = true
	r.out.Entries = append(r.out.Entries, e)
	return nil
}

// addRef resolves a line of an index and keeps it.
func (r *sitemapReader) addRef(e SitemapEntry) error {
	ref := resolve(r.base, e.URL)
	if ref == "" || r.seen[ref] {
		return nil
	}
	if len(r.out.Index) == maxSitemapURLs {
		return ErrSitemapURLs
	}
	r.seen[ref] = true
	r.out.Index = append(r.out.Index, SitemapRef{URL: ref, Modified: e.Modified})
	return nil
}
