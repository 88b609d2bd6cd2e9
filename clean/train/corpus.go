package train

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Corpus tells of one set: what it holds, and how well gold fits its pages.
type Corpus struct {
	Set     string
	Pages   int
	Used    int     // those learned from
	Ceiling float64 // mean word F1 of the best choice of blocks
	Hash    string  // of the names and bytes of all files, the first 16 digits of SHA-256
}

// hashDigits is how much of a hash the report shows.
const hashDigits = 16

// describe tells of a set, from its examples and its files.
func describe(dir string, examples []*example) (Corpus, error) {
	c := Corpus{Set: filepath.Base(dir)}
	sum := 0.0
	for _, e := range examples {
		if e.page.Set != c.Set || e.varied {
			continue
		}
		c.Pages++
		if e.page.Gold.Body.Value != "" {
			sum += e.ceiling
		}
		if e.used {
			c.Used++
		}
	}
	if n := c.Pages - emptyOf(examples, c.Set); n > 0 {
		c.Ceiling = sum / float64(n)
	}
	var err error
	c.Hash, err = hashFiles(dir)
	return c, err
}

// emptyOf counts the pages of a set whose gold is empty.
func emptyOf(examples []*example, set string) (n int) {
	for _, e := range examples {
		if e.page.Set == set && !e.varied && e.page.Gold.Body.Value == "" {
			n++
		}
	}
	return n
}

// hashFiles hashes the names and bytes of all files below a directory.
func hashFiles(dir string) (string, error) {
	h := sha256.New()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		fmt.Fprintf(h, "%s\n", filepath.ToSlash(name))
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		_, err = io.Copy(h, f)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("train: %w", err)
	}
	return hex.EncodeToString(h.Sum(nil))[:hashDigits], nil
}
