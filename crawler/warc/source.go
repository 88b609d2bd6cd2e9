package warc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
)

var gzipMagic = []byte{0x1f, 0x8b}

const (
	tapeChunk = 64 << 10 // bytes asked of the source at a time
	tapeKeep  = 4 << 20  // bytes that can be gone back: most records, compressed, are far smaller
)

// tape is the file as read, able to go back to the record under way: after damage
// the search begins where the damage began and not where it was noticed.
type tape struct {
	r    io.Reader
	buf  []byte
	base int64 // file offset of buf[0]
	pos  int   // next byte to read
	kept int   // first byte to keep, <= pos
	err  error // of r, once buf is used up

	retried int64 // bytes gone back in all, see retry
}

func (t *tape) offset() int64 { return t.base + int64(t.pos) }

// mark keeps what comes from offset on.
func (t *tape) mark(offset int64) {
	t.kept = max(t.kept, min(int(offset-t.base), t.pos))
}

// rewind goes back to offset, if that is still there.
func (t *tape) rewind(offset int64) bool {
	if offset < t.base || offset > t.base+int64(len(t.buf)) {
		return false
	}
	t.pos = int(offset - t.base)
	t.kept = min(t.kept, t.pos)
	return true
}

// retry is rewind within a budget: bytes are read three times on average at most, so
// that a file made of false beginnings costs no more than its length.
func (t *tape) retry(offset int64) bool {
	back := t.offset() - offset
	if t.retried+back > 2*t.offset()+tapeKeep || !t.rewind(offset) {
		return false
	}
	t.retried += back
	return true
}

// fill reads more. It moves what is kept to the front only when something in front
// of it can go, so that long records are appended to and not moved again and again.
func (t *tape) fill() error {
	if t.err != nil {
		return t.err
	}
	if t.pos-t.kept > tapeKeep {
		t.kept = t.pos - tapeKeep/2
	}
	if t.kept > 0 {
		t.buf = t.buf[:copy(t.buf, t.buf[t.kept:])]
		t.base += int64(t.kept)
		t.pos -= t.kept
		t.kept = 0
	}
	size := len(t.buf)
	if cap(t.buf) < size+tapeChunk {
		t.buf = append(make([]byte, 0, 2*size+tapeChunk), t.buf...)
	}
	for range 100 { // as bufio: a source that gives nothing for ever is broken
		n, err := t.r.Read(t.buf[size : size+tapeChunk])
		t.buf, t.err = t.buf[:size+n], err
		if n > 0 {
			return nil
		}
		if err != nil {
			return err
		}
	}
	t.err = io.ErrNoProgress
	return t.err
}

// peek shows up to n bytes; fewer only before the end, and none only with an error.
func (t *tape) peek(n int) ([]byte, error) {
	for len(t.buf)-t.pos < n {
		if err := t.fill(); err != nil {
			if t.pos < len(t.buf) {
				break
			}
			return nil, err
		}
	}
	return t.buf[t.pos:min(len(t.buf), t.pos+n)], nil
}

// Read implements io.Reader.
func (t *tape) Read(p []byte) (int, error) {
	if t.pos == len(t.buf) {
		if err := t.fill(); err != nil {
			return 0, err
		}
	}
	n := copy(p, t.buf[t.pos:])
	t.pos += n
	return n, nil
}

// ReadByte keeps the decompressor from reading beyond a member.
func (t *tape) ReadByte() (byte, error) {
	if t.pos == len(t.buf) {
		if err := t.fill(); err != nil {
			return 0, err
		}
	}
	c := t.buf[t.pos]
	t.pos++
	return c, nil
}

// memberError is damage in the compression.
type memberError struct {
	offset int64 // of the member
	err    error
}

func (e *memberError) Error() string {
	return fmt.Sprintf("gzip member at offset %d: %v", e.offset, e.err)
}

func (e *memberError) Unwrap() error { return e.err }

// start is where a member begins.
type start struct {
	inner  int64 // in the decompressed stream
	offset int64 // in the file
}

// members decompresses one gzip member after another and remembers where those
// begin that have not been parsed yet.
type members struct {
	tape   *tape
	src    *bufio.Reader // between the two; the decompressor is fastest on one of these
	gz     *gzip.Reader
	open   bool
	offset int64 // of the member under way
	n      int64 // decompressed bytes given out
	starts []start
	err    error // damage, until restart
}

func (m *members) Read(p []byte) (int, error) {
	for {
		if m.err == nil && !m.open {
			m.err = m.next()
		}
		if m.err != nil {
			return 0, m.err
		}
		n, err := m.gz.Read(p)
		m.n += int64(n)
		switch {
		case err == io.EOF:
			m.open = false
			m.unread()
			if n > 0 {
				return n, nil
			}
		case err != nil:
			m.unread()
			m.err = &memberError{m.offset, err}
			return n, m.err
		default:
			return n, nil
		}
	}
}

// next opens the member that begins here. Zeros between and after members are
// padding.
func (m *members) next() error {
	for {
		head, err := m.tape.peek(1)
		if err != nil {
			return err // io.EOF: the end of the archive
		}
		if head[0] != 0 {
			break
		}
		m.tape.pos++
	}
	m.offset = m.tape.offset()
	var err error
	if m.gz == nil {
		m.src = bufio.NewReaderSize(m.tape, memberAhead)
		m.gz, err = gzip.NewReader(m.src)
	} else {
		err = m.gz.Reset(m.src)
	}
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		m.unread()
		return &memberError{m.offset, err}
	}
	m.gz.Multistream(false)
	m.open = true
	m.starts = append(m.starts, start{m.n, m.offset})
	return nil
}

// memberAhead is how far the decompressor may read beyond a member.
const memberAhead = 4 << 10

// unread puts the tape back to where the decompressor has come.
func (m *members) unread() {
	m.tape.pos -= m.src.Buffered()
	m.src.Reset(m.tape)
}

// locate finds the member that holds position at of the stream, and forgets those
// before it.
func (m *members) locate(at int64) (offset, inner int64) {
	for len(m.starts) > 1 && m.starts[1].inner <= at {
		m.starts = m.starts[1:]
	}
	if len(m.starts) == 0 {
		return m.offset, 0
	}
	return m.starts[0].offset, at - m.starts[0].inner
}

// startWithin finds the first member within a block that begins with a record.
func (m *members) startWithin(block []byte, from int64) (offset int64, ok bool) {
	for _, s := range m.starts {
		at := s.inner - from
		if at > 0 && at < int64(len(block)) && bytes.HasPrefix(block[at:], []byte("WARC/")) {
			return s.offset, true
		}
	}
	return 0, false
}

// restart forgets the member under way; the next Read opens the one where the tape
// stands.
func (m *members) restart() {
	m.open, m.n, m.starts, m.err = false, 0, nil, nil
	if m.src != nil {
		m.src.Reset(m.tape)
	}
}

// resync searches the file, from just behind the beginning of the damaged member,
// for one that begins with a record.
func (m *members) resync() error {
	m.unread()
	if !m.tape.retry(m.offset + 1) {
		m.tape.kept = m.tape.pos
	}
	for {
		if err := m.findMagic(); err != nil {
			return err
		}
		at := m.tape.offset()
		m.tape.mark(at)
		m.restart()
		var head [5]byte
		_, err := io.ReadFull(m, head[:])
		m.unread()
		if string(head[:]) == "WARC/" {
			m.tape.rewind(at)
			m.restart()
			return nil
		}
		if m.tape.err != nil && m.tape.err != io.EOF && errors.Is(err, m.tape.err) {
			return wrapSource(m.tape.err)
		}
		m.tape.retry(at + 1) // or go on behind what was read
	}
}

// findMagic goes on to the next bytes that could begin a member: the magic number
// and the only method there is.
func (m *members) findMagic() error {
	for {
		head, err := m.tape.peek(tapeChunk)
		if err != nil {
			return wrapSource(err)
		}
		at := bytes.Index(head, []byte{0x1f, 0x8b, 8})
		if at >= 0 {
			m.tape.pos += at
			m.tape.kept = m.tape.pos
			return nil
		}
		if len(head) < tapeChunk {
			m.tape.pos += len(head)
			continue // the end, which peek reports
		}
		m.tape.pos += len(head) - 2
		m.tape.kept = m.tape.pos
	}
}
