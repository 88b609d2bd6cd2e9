package profile

import (
	"encoding/binary"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// Set is profiles by the name of their site, as Site gives it; "" is one for
// pages of any site. A file that matn writes holds a Set.
type Set map[string]*Profile

// setMagic and the version byte behind it begin a Set as bytes; its profiles
// have versions of their own.
const (
	setMagic   = "matn-sites"
	setVersion = 1
	maxName    = 1 << 10 // bytes of a site's name
	maxProfile = 1 << 24 // bytes of one profile: far more than maxLines take
)

// Site is the name under which the profile of a page's site is kept: the
// registrable domain of its URL, "" when there is none.
func Site(rawURL string) string {
	u, err := url.Parse(strings.TrimSpace(rawURL))
	if err != nil || u.Hostname() == "" {
		return ""
	}
	host := strings.ToLower(u.Hostname())
	if domain, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return domain
	}
	return host
}

// Learn adds a page to the profile of a site, as Profile.Learn does.
func (s Set) Learn(site string, pg Page) bool {
	if s[site] == nil {
		s[site] = &Profile{}
	}
	return s[site].Learn(pg)
}

// For returns the profile of a site, else the one for any site, else nil.
func (s Set) For(site string) *Profile {
	if p := s[site]; p != nil {
		return p
	}
	return s[""]
}

// MarshalBinary writes a set, sites in order.
func (s Set) MarshalBinary() ([]byte, error) {
	b := append([]byte(setMagic), setVersion)
	for _, site := range slices.Sorted(maps.Keys(s)) {
		one, err := s[site].MarshalBinary()
		if err != nil {
			return nil, err
		}
		b = binary.AppendUvarint(b, uint64(len(site)))
		b = append(b, site...)
		b = binary.AppendUvarint(b, uint64(len(one)))
		b = append(b, one...)
	}
	return b, nil
}

// ReadSet reads what MarshalBinary of a Set or of a Profile wrote. Errors are
// those of Profile.UnmarshalBinary, with the site they are about.
func ReadSet(b []byte) (Set, error) {
	if !strings.HasPrefix(string(b[:min(len(b), len(setMagic))]), setMagic) {
		p := &Profile{}
		if err := p.UnmarshalBinary(b); err != nil {
			return nil, err
		}
		return Set{"": p}, nil
	}
	if len(b) == len(setMagic) {
		return nil, fmt.Errorf("%w: it ends at byte %d", ErrCorrupt, len(b))
	}
	if v := int(b[len(setMagic)]); v != setVersion {
		return nil, &VersionError{Got: v, Reads: setVersion}
	}
	s := Set{}
	r := reader{b: b, at: len(setMagic) + 1}
	for r.at < len(b) {
		site := string(r.bytes(maxName, "bytes of a name"))
		start := r.at
		one := r.bytes(maxProfile, "bytes of a profile")
		if r.err != nil {
			return nil, r.err
		}
		p := &Profile{}
		if err := p.UnmarshalBinary(one); err != nil {
			return nil, fmt.Errorf("site %q, from byte %d of the file: %w", site, start, err)
		}
		s[site] = p
	}
	return s, nil
}

// bytes reads a length and as many bytes.
func (r *reader) bytes(limit int, what string) []byte {
	n := r.small(limit, what)
	if n > len(r.b)-r.at {
		r.fail(fmt.Sprintf("it is cut off: %d bytes should follow and %d do", n, len(r.b)-r.at))
		return nil
	}
	r.at += n
	return r.b[r.at-n : r.at]
}
