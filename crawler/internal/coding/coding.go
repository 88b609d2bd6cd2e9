// Package coding undoes HTTP content codings (RFC 9110, section 8.4.1): gzip, br,
// zstd and deflate, alone or stacked, streaming and under a cap. Live answers and
// archived ones are decoded by the same code.
package coding

import (
	"bufio"
	"compress/zlib"
	"fmt"
	"io"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// Accept is the Accept-Encoding to send: the codings in wide use. Deflate is read
// but not asked for, because servers disagree on what it means.
const Accept = "gzip, br, zstd"

const (
	maxLayers  = 3       // "gzip, gzip" is seen in the wild; more is an attack
	zstdWindow = 8 << 20 // the most that RFC 9659 lets a server ask for
	bufferSize = 4 << 10 // source buffer; decoders keep their own windows
)

// UnsupportedError names a coding that cannot be undone.
type UnsupportedError struct {
	Coding string // as sent, lower case
}

// Error names the coding, and those that can be read.
func (e *UnsupportedError) Error() string {
	return fmt.Sprintf("coding: content encoding %q is not supported, only %s and deflate are", e.Coding, Accept)
}

// Error is damage in coded data, or an error of the source met while decoding.
// Data that stops too early wraps io.ErrUnexpectedEOF.
type Error struct {
	Coding string // "gzip", "br", "zstd" or "deflate"
	Err    error
}

// Error names the coding and what is wrong with its data.
func (e *Error) Error() string { return fmt.Sprintf("coding: %s data: %v", e.Coding, e.Err) }

// Unwrap gives the decoder's or the source's error.
func (e *Error) Unwrap() error { return e.Err }

// LimitError says that a stream was longer than its cap.
type LimitError struct {
	What string // which bytes were counted: "compressed", "decoded"; "" where there is but one kind
	Max  int64  // bytes
}

// Error names what was counted and its cap.
func (e *LimitError) Error() string { return "coding: more than " + e.Cap() }

// Cap is the cap in words: "1000 decoded bytes".
func (e *LimitError) Cap() string {
	if e.What == "" {
		return fmt.Sprintf("%d bytes", e.Max)
	}
	return fmt.Sprintf("%d %s bytes", e.Max, e.What)
}

// NewReader undoes the codings that a Content-Encoding header names, last one
// first. An empty stream is empty whatever the header says: answers without a
// body keep the header of the body they do not have. Close frees the decoders and
// leaves r alone.
func NewReader(r io.Reader, header string) (io.ReadCloser, error) {
	names, err := Split(header)
	if err != nil {
		return nil, err
	}
	stack := &stack{Reader: r}
	for i := len(names) - 1; i >= 0; i-- {
		layer := &layer{coding: names[i], src: bufio.NewReaderSize(stack.Reader, bufferSize)}
		stack.Reader, stack.layers = layer, append(stack.layers, layer)
	}
	return stack, nil
}

// Split lists the codings of a Content-Encoding header in the order in which they
// were applied, without "identity" and with old names made new. It fails with an
// UnsupportedError for names and for heights of stack that NewReader cannot undo.
func Split(header string) ([]string, error) {
	var names []string
	for name := range strings.SplitSeq(strings.ToLower(header), ",") {
		switch name = strings.TrimSpace(name); name {
		case "", "identity", "none", "utf-8": // the last two are mistakes for identity, seen in the wild
		case "x-gzip":
			names = append(names, "gzip")
		case "gzip", "br", "zstd", "deflate":
			names = append(names, name)
		default:
			return nil, &UnsupportedError{Coding: name}
		}
	}
	if len(names) > maxLayers {
		return nil, &UnsupportedError{Coding: strings.ToLower(header)}
	}
	return names, nil
}

type stack struct {
	io.Reader
	layers []*layer
}

func (s *stack) Close() error {
	for _, l := range s.layers {
		if l.close != nil {
			l.close()
		}
	}
	return nil
}

// layer opens its decoder at the first Read, so that making one reads nothing.
type layer struct {
	coding string
	src    *bufio.Reader
	dec    io.Reader
	close  func()
	err    error
}

func (l *layer) Read(p []byte) (int, error) {
	if l.err != nil {
		return 0, l.err
	}
	if l.dec == nil {
		if _, err := l.src.Peek(1); err == io.EOF {
			l.err = io.EOF
			return 0, l.err
		}
		if l.err = l.open(); l.err != nil {
			return 0, l.err
		}
	}
	n, err := l.dec.Read(p)
	if err != nil {
		l.err = l.wrap(err)
	}
	return n, l.err
}

func (l *layer) wrap(err error) error {
	if err == nil || err == io.EOF {
		return err
	}
	return &Error{Coding: l.coding, Err: err}
}

func (l *layer) open() error {
	switch l.coding {
	case "gzip":
		members, err := newMembers(l.src)
		if err != nil {
			return l.wrap(notEOF(err))
		}
		l.dec = members
	case "br":
		l.dec = brotli.NewReader(l.src)
	case "zstd":
		dec, err := zstd.NewReader(l.src, zstd.WithDecoderConcurrency(1),
			zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(zstdWindow))
		if err != nil {
			return l.wrap(err)
		}
		l.dec, l.close = dec, dec.Close
	case "deflate":
		return l.openDeflate()
	}
	return nil
}

// openDeflate tells zlib data, which the standard means, from raw deflate data,
// which some servers send: a zlib header names method 8 and is a multiple of 31.
func (l *layer) openDeflate() error {
	head, _ := l.src.Peek(2)
	if len(head) == 2 && head[0]&0x0f == 8 && (int(head[0])<<8|int(head[1]))%31 == 0 {
		dec, err := zlib.NewReader(l.src)
		if err != nil {
			return l.wrap(notEOF(err))
		}
		l.dec = dec
		return nil
	}
	l.dec = flate.NewReader(l.src)
	return nil
}

// members reads gzip members one after another and ignores what follows the last
// one: some servers pad with zeros or append a stray newline, and browsers do not
// mind.
type members struct {
	src *bufio.Reader
	gz  *gzip.Reader
}

func newMembers(src *bufio.Reader) (*members, error) {
	gz, err := gzip.NewReader(src)
	if err != nil {
		return nil, err
	}
	gz.Multistream(false)
	return &members{src: src, gz: gz}, nil
}

func (m *members) Read(p []byte) (int, error) {
	for {
		n, err := m.gz.Read(p)
		if n > 0 || err != io.EOF {
			if err == io.EOF {
				err = nil // the next Read looks for another member
			}
			return n, err
		}
		if head, _ := m.src.Peek(2); len(head) < 2 || head[0] != 0x1f || head[1] != 0x8b {
			return 0, io.EOF
		}
		if err := m.gz.Reset(m.src); err != nil {
			return 0, notEOF(err)
		}
		m.gz.Multistream(false)
	}
}

// notEOF keeps the end of the source inside a header from looking like the end of
// the data.
func notEOF(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// Limit passes on up to max bytes of r and fails with a LimitError on more, so
// that a stream is whole or an error, never cut in silence.
func Limit(r io.Reader, max int64, what string) io.Reader {
	return &limited{r: r, left: max, err: &LimitError{What: what, Max: max}}
}

type limited struct {
	r    io.Reader
	left int64
	err  *LimitError
}

func (l *limited) Read(p []byte) (int, error) {
	if l.left < 0 {
		return 0, l.err
	}
	if int64(len(p)) > l.left+1 { // one byte more than allowed tells "at the cap" from "over it"
		p = p[:l.left+1]
	}
	n, err := l.r.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return n - 1, l.err
	}
	return n, err
}
