package warc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"strconv"
	"strings"

	"matn/crawler/internal/coding"
)

// firstAlloc bounds what a Content-Length is trusted with before bytes have come.
const firstAlloc = 1 << 20

var errLength = errors.New("Content-Length does not lead to the end of the record")

// block reads a record's content and checks that the record ends there.
func (r *Reader) block(rec *Record, length int64) ([]byte, error) {
	start := r.here()
	var buf bytes.Buffer
	buf.Grow(int(min(length, firstAlloc)))
	_, err := io.CopyN(&buf, r.in, length)
	if err == nil && !r.atRecordEnd() {
		err = errLength
	}
	if err == nil {
		return buf.Bytes(), nil
	}
	err = r.damage(rec, err)
	r.rewindToSwallowed(buf.Bytes(), start)
	return nil, err
}

// here is the position of in as rewindToSwallowed needs it: in the file, or in the
// decompressed stream.
func (r *Reader) here() int64 {
	if r.members != nil {
		return r.members.n - int64(r.in.Buffered())
	}
	return r.tape.offset() - int64(r.in.Buffered())
}

// atRecordEnd looks for the blank line after a block. Writers that leave it out are
// forgiven when a record or the end of the file follows.
func (r *Reader) atRecordEnd() bool {
	next, _ := r.in.Peek(5) // an error is the next record's matter
	return len(next) == 0 || next[0] == '\r' || next[0] == '\n' || string(next) == "WARC/"
}

// rewindToSwallowed goes back to where the record may be that a block with too great
// a length ran into: in a plain archive somewhere in the block, in a compressed one
// at the beginning of a member.
func (r *Reader) rewindToSwallowed(block []byte, start int64) {
	if r.members == nil {
		if r.tape.retry(start) {
			r.in.Reset(r.tape)
		}
		return
	}
	if offset, ok := r.members.startWithin(block, start); ok && r.tape.retry(offset) {
		r.members.restart()
		r.in.Reset(r.members)
	}
}

// resync finds the next record after damage.
func (r *Reader) resync() error {
	r.lost = false
	for {
		err := r.scan()
		if _, broken := errors.AsType[*memberError](err); !broken || r.sourceFailed() {
			return err
		}
		if err := r.members.resync(); err != nil {
			return err
		}
		r.in.Reset(r.members)
	}
}

// scan stops before what looks like a version line. It need not be at the beginning
// of a line: a record that was cut short is followed at once by the next.
func (r *Reader) scan() error {
	for {
		window, err := r.in.Peek(lineBuffer)
		at, found := findVersion(window)
		if !found && err != nil { // the last window
			at = len(window)
		}
		if _, err := r.in.Discard(at); err != nil {
			return r.sourceError(err)
		}
		if found {
			return nil
		}
		if err != nil {
			return r.sourceError(err)
		}
	}
}

// findVersion finds "WARC/1.1" and the like at the end of a line. When there is none
// it gives the number of bytes that surely do not begin one.
func findVersion(b []byte) (at int, found bool) {
	const version = "WARC/d.d"
	for {
		i := bytes.Index(b[at:], []byte(version[:5]))
		if i < 0 {
			return max(at, len(b)-len(version)-1), false
		}
		at += i
		tail := b[at+5:]
		if len(tail) < 4 {
			return at, false
		}
		if isDigit(tail[0]) && tail[1] == '.' && isDigit(tail[2]) && (tail[3] == '\n' || tail[3] == '\r') {
			return at, true
		}
		at++
	}
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// open takes the block apart.
func (rec *Record) open(block []byte, limit int64) error {
	isAnswer := rec.Type == "response" || rec.Type == "revisit"
	if !isAnswer || !bytes.HasPrefix(block, []byte("HTTP/")) {
		rec.Payload = block
		return nil
	}
	head, body := splitHead(block)
	if len(head) > maxHeader {
		return fmt.Errorf("HTTP headers are longer than %d bytes", maxHeader)
	}
	var err error
	if rec.HTTP, err = parseHead(head); err != nil {
		return err
	}
	truncated := rec.Header.Get("WARC-Truncated") != ""
	rec.Payload, err = decode(body, rec.HTTP.Header, limit, truncated)
	return err
}

// splitHead cuts an answer at its first blank line.
func splitHead(block []byte) (head, body []byte) {
	for at := 0; ; {
		end := bytes.IndexByte(block[at:], '\n')
		if end < 0 {
			return block, nil
		}
		line := block[at : at+end]
		if len(line) == 0 || string(line) == "\r" {
			return block[:at], block[at+end+1:]
		}
		at += end + 1
	}
}

// parseHead reads status and headers, forgiving what browsers forgive.
func parseHead(head []byte) (*HTTP, error) {
	out := &HTTP{Header: http.Header{}}
	last := ""
	for i, line := range strings.Split(string(head), "\n") {
		line = strings.TrimSuffix(line, "\r")
		if i > 0 {
			if line != "" {
				last = addField(out.Header, line, last)
			}
			continue
		}
		_, rest, _ := strings.Cut(line, " ")
		code, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
		status, err := strconv.Atoi(code)
		if err != nil || status < 100 || status > 999 {
			return nil, fmt.Errorf("HTTP status line is %.60q", line)
		}
		out.Status = status
	}
	return out, nil
}

// decode undoes chunks and content codings. Some crawlers archive bodies that they
// had decoded already, under headers that still speak of the codings; such a body is
// taken as it is. What is cut short is an error, unless the record says so itself.
func decode(body []byte, h http.Header, limit int64, truncated bool) ([]byte, error) {
	if strings.Contains(strings.ToLower(h.Get("Transfer-Encoding")), "chunked") && startsChunk(body) {
		plain, err := io.ReadAll(httputil.NewChunkedReader(bytes.NewReader(body)))
		if err != nil && !(truncated && err == io.ErrUnexpectedEOF) {
			return nil, fmt.Errorf("chunked body: %w", err)
		}
		body = plain
	}
	header := strings.Join(h.Values("Content-Encoding"), ",")
	if header == "" || !looksCoded(body, header) {
		return body, nil
	}
	r, err := coding.NewReader(bytes.NewReader(body), header)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	plain, err := io.ReadAll(coding.Limit(r, limit, "decoded"))
	if err != nil && !(truncated && errors.Is(err, io.ErrUnexpectedEOF)) {
		return nil, err
	}
	return plain, nil
}

// startsChunk tells a chunk's length line from a body whose chunks are gone.
func startsChunk(body []byte) bool {
	line, _, found := bytes.Cut(body, []byte("\n"))
	digits, _, _ := bytes.Cut(bytes.TrimSpace(line), []byte(";"))
	digits = bytes.TrimSpace(digits)
	return found && len(digits) > 0 && len(digits) <= 16 && len(bytes.Trim(digits, "0123456789abcdefABCDEF")) == 0
}

// looksCoded judges by the first bytes whether the outermost coding is still on.
// Brotli and deflate have no mark of their own: there, markup is no code.
func looksCoded(body []byte, header string) bool {
	names, err := coding.Split(header)
	if err != nil || len(names) == 0 {
		return err != nil // let the reader name the unknown coding
	}
	switch names[len(names)-1] {
	case "gzip":
		return bytes.HasPrefix(body, gzipMagic)
	case "zstd":
		return bytes.HasPrefix(body, []byte{0x28, 0xb5, 0x2f, 0xfd})
	}
	return !bytes.HasPrefix(bytes.TrimSpace(body), []byte("<"))
}
