package score

import (
	"bytes"
	"compress/gzip"
	_ "embed" // the weights
	"fmt"
	"io"
)

// The parts of the weights are trained, and filed, apart. As gzip they take half
// the room, so that there can be twice the trees.
//
//go:embed weights-pages.bin.gz
var pageWeights []byte

//go:embed weights-lines.bin.gz
var lineWeights []byte

// Weights returns the embedded weights, as ReadModel takes them.
func Weights() ([]byte, error) {
	var all bytes.Buffer
	for _, packed := range [][]byte{pageWeights, lineWeights} {
		if err := unpack(&all, packed); err != nil {
			return nil, fmt.Errorf("score: embedded weights: %w", err)
		}
	}
	return all.Bytes(), nil
}

// Pack returns weights as they are filed: the same bytes become the
// same file, with one release of Go.
func Pack(weights []byte) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // a level that there is
	w.Write(weights)                                      // a bytes.Buffer takes every write
	w.Close()
	return b.Bytes()
}

func unpack(to io.Writer, packed []byte) error {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return err
	}
	_, err = io.Copy(to, r)
	return err
}
