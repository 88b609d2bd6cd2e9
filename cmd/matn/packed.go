package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"matn/clean"
)

// inputReader is a file, or standard input, that may be compressed.
type inputReader struct {
	raw    *bufio.Reader // as it is on the disk
	file   *os.File      // nil: a stream that cannot be gone back or forward in
	packed packing
	size   int64 // of a plain file; -1 when only reading tells
	close  func() error
}

// packing is how a file is compressed.
type packing uint8

const (
	notPacked packing = iota
	packedGzip
	packedZstd
	packedBrotli
)

// headSize is how much of a file is looked at to see what it is.
const headSize = 64 << 10

// The first bytes of compressed files (RFC 1952, RFC 8878). Brotli has none: only
// its name tells.
const (
	gzipMagic = "\x1f\x8b\x08"
	zstdMagic = "\x28\xb5\x2f\xfd"
)

// maxWindow is what zstd itself accepts without being asked to (its --long=27).
const maxWindow = 128 << 20

// openInput opens a path, or takes stdin for "-".
func openInput(path string, stdin io.Reader) (*inputReader, error) {
	in := &inputReader{size: -1, close: func() error { return nil }}
	raw := stdin
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return nil, pathError(err)
		}
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			in.size, in.file = info.Size(), f
		}
		raw, in.close = f, f.Close
	}
	in.raw = bufio.NewReaderSize(raw, headSize)
	magic, _ := in.raw.Peek(len(zstdMagic)) // an error is found again by reading
	switch {
	case bytes.HasPrefix(magic, []byte(gzipMagic)):
		in.packed = packedGzip
	case string(magic) == zstdMagic:
		in.packed = packedZstd
	case strings.EqualFold(filepath.Ext(path), ".br"):
		in.packed = packedBrotli
	}
	return in, nil
}

// Close closes the file.
func (in *inputReader) Close() error { return in.close() }

// unpack reads r, which is packed as p says. The caller has to call done.
func (p packing) unpack(r io.Reader) (plain io.Reader, done func(), err error) {
	switch p {
	case packedGzip:
		z, err := gzip.NewReader(r)
		return z, func() {}, err
	case packedZstd:
		z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow))
		if err != nil {
			return nil, nil, err
		}
		return z, z.Close, nil
	case packedBrotli:
		return brotli.NewReader(r), func() {}, nil
	}
	return r, func() {}, nil
}

// head is what the file begins with, once unpacked. What is wrong with the file is
// found again by reading it.
func (in *inputReader) head() []byte {
	raw, _ := in.raw.Peek(headSize)
	if in.packed == notPacked {
		return raw
	}
	plain, done, err := in.packed.unpack(bytes.NewReader(raw))
	if err != nil {
		return nil
	}
	defer done()
	head, _ := io.ReadAll(io.LimitReader(plain, headSize))
	return head
}

// readAll reads to the end, but no more than limit bytes.
func (in *inputReader) readAll(limit int64) ([]byte, error) {
	var out bytes.Buffer
	if in.packed == notPacked && in.size >= 0 {
		if in.size > limit {
			return nil, &clean.LimitError{What: "bytes", Got: int(in.size), Max: int(limit)}
		}
		out.Grow(int(in.size) + bytes.MinRead)
	}
	plain, done, err := in.packed.unpack(in.raw)
	if err != nil {
		return nil, readError(err)
	}
	defer done()
	n, err := out.ReadFrom(io.LimitReader(plain, limit+1))
	if err != nil {
		return nil, readError(err)
	}
	if n > limit {
		return nil, &clean.LimitError{What: "bytes", Got: int(n), Max: int(limit)}
	}
	return out.Bytes(), nil
}

// readError says what an error in the middle of a file means.
func readError(err error) error {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the compressed data is cut off before its end; get the file again")
	case errors.As(err, new(*fs.PathError)):
		return pathError(err)
	}
	return fmt.Errorf("the compressed data is damaged (%w); get the file again", err)
}

// pathError words the errors of the file system for a person.
func pathError(err error) error {
	var path *fs.PathError
	if !errors.As(err, &path) {
		return err
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: no such file or directory; check the path", path.Path)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%s: not allowed to read this; check its permissions", path.Path)
	}
	return fmt.Errorf("%s: %w", path.Path, path.Err)
}
