package coding

import (
	"bytes"
	"compress/zlib"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

func encode(t testing.TB, name string, data []byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	var w io.WriteCloser
	var err error
	switch name {
	case "gzip":
		w = gzip.NewWriter(&buf)
	case "br":
		w = brotli.NewWriter(&buf)
	case "zstd":
		w, err = zstd.NewWriter(&buf)
	case "deflate":
		w = zlib.NewWriter(&buf)
	case "raw deflate":
		w, err = flate.NewWriter(&buf, flate.BestSpeed)
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func decode(data []byte, header string) ([]byte, error) {
	r, err := NewReader(bytes.NewReader(data), header)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

func TestNewReader(t *testing.T) {
	text := []byte(strings.Repeat("خبر من دمشق. ", 5000))
	gz := encode(t, "gzip", text)
	tests := []struct {
		name, header string
		data, want   []byte
	}{
		{"no coding", "", text, text},
		{"identity", "identity", text, text},
		{"a charset by mistake", "UTF-8", text, text},
		{"gzip", "gzip", gz, text},
		{"old name, odd case", " X-GZip ", gz, text},
		{"gzip of two members", "gzip", append(bytes.Clone(gz), gz...), append(bytes.Clone(text), text...)},
		{"gzip padded with zeros", "gzip", append(bytes.Clone(gz), 0, 0, 0, 0), text},
		{"gzip and a newline", "gzip", append(bytes.Clone(gz), '\n'), text},
		{"brotli", "br", encode(t, "br", text), text},
		{"zstd", "zstd", encode(t, "zstd", text), text},
		{"deflate as zlib", "deflate", encode(t, "deflate", text), text},
		{"deflate without zlib", "deflate", encode(t, "raw deflate", text), text},
		{"stacked", "gzip, br", encode(t, "br", gz), text},
		{"twice gzip", "gzip, gzip", encode(t, "gzip", gz), text},
		{"empty body keeps its header", "gzip", nil, nil},
		{"empty body, br", "br", nil, nil},
		{"empty body, zstd", "zstd", nil, nil},
		{"coded empty text", "gzip", encode(t, "gzip", nil), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := decode(tt.data, tt.header)
			if err != nil || !bytes.Equal(got, tt.want) {
				t.Errorf("%d bytes, %v, want %d bytes", len(got), err, len(tt.want))
			}
		})
	}
}

func TestNewReader_CutOrDamagedDataIsAnError(t *testing.T) {
	text := []byte(strings.Repeat("a line of text that compresses\n", 3000))
	for _, name := range []string{"gzip", "br", "zstd", "deflate"} {
		data := encode(t, name, text)
		for _, cut := range []int{1, 5, len(data) / 2, len(data) - 1} {
			_, err := decode(data[:cut], name)
			var bad *Error
			if !errors.As(err, &bad) || !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("%s cut at %d of %d: %v, want an Error of io.ErrUnexpectedEOF", name, cut, len(data), err)
			}
		}
	}
	for name, data := range map[string][]byte{
		"gzip": []byte("<html>plain text</html>"), "zstd": []byte("<html>plain text</html>"),
		"br": bytes.Repeat([]byte{0xff}, 64), "deflate": {0x78, 0x9c, 0xff, 0xff, 0xff, 0xff},
	} {
		var bad *Error
		if _, err := decode(data, name); !errors.As(err, &bad) || bad.Coding != name {
			t.Errorf("%s of nonsense: %v, want an Error", name, err)
		}
	}
}

func TestNewReader_Unsupported(t *testing.T) {
	for _, header := range []string{"compress", "dcb", "gzip, sdch", "gzip,gzip,gzip,gzip"} {
		var bad *UnsupportedError
		if _, err := decode([]byte("x"), header); !errors.As(err, &bad) {
			t.Errorf("%q: %v, want an UnsupportedError", header, err)
		}
	}
}

func TestLimit_WholeOrAnError(t *testing.T) {
	for _, size := range []int{0, 1, 9, 10, 11, 1000} {
		got, err := io.ReadAll(Limit(strings.NewReader(strings.Repeat("x", size)), 10, "decoded"))
		var over *LimitError
		if tooLong := size > 10; errors.As(err, &over) != tooLong || (!tooLong && len(got) != size) || len(got) > 10 {
			t.Errorf("%d bytes under a cap of 10: got %d, %v", size, len(got), err)
		}
	}
}

func FuzzNewReader(f *testing.F) {
	for _, name := range []string{"gzip", "br", "zstd", "deflate"} {
		f.Add(name, encode(f, name, []byte("seed text, seed text")))
	}
	f.Fuzz(func(t *testing.T, header string, data []byte) {
		const limit = 1 << 20
		r, err := NewReader(bytes.NewReader(data), header)
		if err != nil {
			return
		}
		defer r.Close()
		got, err := io.ReadAll(Limit(r, limit, "decoded"))
		var bad *Error
		var over *LimitError
		if err != nil && !errors.As(err, &bad) && !errors.As(err, &over) {
			t.Fatalf("undocumented error %v", err)
		}
		if len(got) > limit {
			t.Fatalf("%d bytes passed a cap of %d", len(got), limit)
		}
	})
}
