package profile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"maps"
	"slices"
)

// A profile as bytes: magic, version, body, CRC-32 of all before it. Numbers are
// varints; keys go up and stand as differences. The version counts up whenever
// block.Fold or block.Normalize give another text, since the keys are hashes of
// theirs. Version 2 counts the blocks of places.
const (
	magic   = "matn-profile"
	version = 2
)

// A VersionError is a profile, or a set of them, that another release of matn
// wrote.
type VersionError struct{ Got, Reads int }

// Error tells which version was found and which can be read.
func (e *VersionError) Error() string {
	return fmt.Sprintf("profile: version %d, this matn reads version %d", e.Got, e.Reads)
}

// ErrCorrupt is what bytes that are no profile, or a damaged one, give.
var ErrCorrupt = errors.New("profile: damaged")

// MarshalBinary writes a profile. The same profile gives the same bytes.
func (p *Profile) MarshalBinary() ([]byte, error) {
	b := append([]byte(magic), version)
	b = binary.AppendUvarint(b, uint64(p.clock))
	b = binary.AppendUvarint(b, uint64(len(p.stories)))
	for _, s := range p.stories {
		b = binary.LittleEndian.AppendUint32(b, s)
	}
	b = binary.AppendUvarint(b, uint64(len(p.variants)))
	for _, v := range p.variants {
		b = binary.AppendUvarint(b, uint64(v.clock))
		b = binary.AppendUvarint(b, uint64(v.used))
		b = appendLines(b, v.lines, false)
		b = appendLines(b, v.places, true)
	}
	return binary.LittleEndian.AppendUint32(b, crc32.ChecksumIEEE(b)), nil
}

func appendLines(b []byte, lines map[uint64]line, places bool) []byte {
	b = binary.AppendUvarint(b, uint64(len(lines)))
	last := uint64(0)
	for _, key := range slices.Sorted(maps.Keys(lines)) {
		l := lines[key]
		b = binary.AppendUvarint(b, key-last)
		b = binary.AppendUvarint(b, uint64(l.count))
		b = binary.AppendUvarint(b, uint64(l.first))
		b = binary.AppendUvarint(b, uint64(l.last-l.first))
		if places {
			b = binary.AppendUvarint(b, uint64(l.few))
			b = binary.AppendUvarint(b, uint64(l.likely))
		}
		last = key
	}
	return b
}

// UnmarshalBinary reads a profile. Its errors are a *VersionError or wrap
// ErrCorrupt and name the byte; the profile is then left as it was.
func (p *Profile) UnmarshalBinary(b []byte) error {
	if len(b) < len(magic)+1 || string(b[:len(magic)]) != magic {
		return fmt.Errorf("%w at byte 0: not a profile of matn", ErrCorrupt)
	}
	if v := int(b[len(magic)]); v != version {
		return &VersionError{Got: v, Reads: version}
	}
	end := len(b) - crc32.Size
	if end <= len(magic) || binary.LittleEndian.Uint32(b[end:]) != crc32.ChecksumIEEE(b[:end]) {
		return fmt.Errorf("%w: its checksum is wrong, it ends at byte %d", ErrCorrupt, len(b))
	}
	r := reader{b: b[:end], at: len(magic) + 1}
	q := r.profile()
	if r.err == nil && r.at != end {
		r.fail("bytes after the end")
	}
	if r.err != nil {
		return r.err
	}
	*p = *q
	return nil
}

// reader takes a profile apart. Its first error stays.
type reader struct {
	b   []byte
	at  int
	err error
}

func (r *reader) fail(what string) {
	if r.err == nil {
		r.err = fmt.Errorf("%w at byte %d: %s", ErrCorrupt, r.at, what)
	}
}

func (r *reader) number() uint64 {
	n, size := binary.Uvarint(r.b[r.at:])
	if size <= 0 {
		r.fail("a number is cut off")
		r.at = len(r.b)
		return 0
	}
	r.at += size
	return n
}

// small reads a number that must not be larger than limit.
func (r *reader) small(limit int, what string) int {
	n := r.number()
	if n > uint64(limit) {
		r.fail(fmt.Sprintf("%d %s, at most %d", n, what, limit))
		return 0
	}
	return int(n)
}

// maxClock bounds clocks: sums of them stay in 32 bits.
const maxClock = 1 << 30

func (r *reader) profile() *Profile {
	p := &Profile{clock: uint32(r.small(maxClock, "stories"))}
	n := r.small(maxStories, "stories known")
	if len(r.b)-r.at < 4*n {
		r.fail("the list of stories is cut off")
		return p
	}
	for range n {
		p.note(binary.LittleEndian.Uint32(r.b[r.at:]))
		r.at += 4
	}
	for range r.small(maxVariants, "templates") {
		v := &variant{clock: uint32(r.small(maxClock, "stories of a template"))}
		v.used = uint32(r.small(maxClock, "stories before the last of a template"))
		v.lines, v.places = r.lines(v.clock, false), r.lines(v.clock, true)
		if v.used > p.clock {
			r.fail("a template from the future")
		}
		p.variants = append(p.variants, v)
	}
	return p
}

func (r *reader) lines(clock uint32, places bool) map[uint64]line {
	n := r.small(maxLines, "lines")
	lines := make(map[uint64]line, min(n, len(r.b)-r.at))
	last := uint64(0)
	for i := 0; i < n && r.err == nil; i++ {
		step := r.number()
		key := last + step
		if step == 0 || key < last {
			r.fail("lines out of order")
		}
		l := line{count: uint32(r.small(maxClock, "stories of a line")), first: uint32(r.small(maxClock, "stories before a line"))}
		l.last = l.first + uint32(r.small(maxClock, "stories of a line"))
		if places {
			l.few = uint32(r.small(int(l.count), "stories with few blocks"))
			l.likely = uint32(r.small(int(l.few), "stories with text"))
		}
		if l.count == 0 || l.first == 0 || l.last > clock || l.count > l.of(clock) {
			r.fail("a line was seen more often than there were stories")
		}
		lines[key], last = l, key
	}
	return lines
}
