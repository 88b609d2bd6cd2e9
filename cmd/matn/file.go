package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"
)

// tempFile is written under another name, and takes the target's when it is whole.
type tempFile struct {
	*os.File
	target string
}

// createTemp opens a file beside the target, with the target's permissions. A
// target that is a link is written through.
func createTemp(target string) (*tempFile, error) {
	if real, err := filepath.EvalSymlinks(target); err == nil {
		target = real
	}
	mode := fs.FileMode(0o666)
	if info, err := os.Stat(target); err == nil {
		mode = info.Mode().Perm()
		if f, err := os.OpenFile(target, os.O_WRONLY, 0); err != nil {
			return nil, err
		} else if err := f.Close(); err != nil {
			return nil, err
		}
	}
	for n := 0; ; n++ {
		name := fmt.Sprintf("%s.part-%d-%d", target, os.Getpid(), n)
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		return &tempFile{f, target}, nil
	}
}

// commit gives the file its name.
func (t *tempFile) commit() error {
	err := t.Close()
	if err == nil {
		err = os.Rename(t.Name(), t.target)
	}
	if err != nil {
		t.remove()
		return outputError(t.target, err)
	}
	return nil
}

// isDevice reports whether a path is of something that is neither a regular file
// nor a directory, such as /dev/null.
func isDevice(path string) bool {
	info, err := os.Stat(path)
	return err == nil && !info.Mode().IsRegular() && !info.IsDir()
}

// pathCause is an error of the file system without the path of a temporary file.
func pathCause(err error) error {
	var inner *fs.PathError
	if errors.As(err, &inner) {
		return inner.Err
	}
	return err
}

// writeWhole writes a file so that it is there whole or not at all. What is no
// regular file, such as /dev/null, is written to directly.
func writeWhole(path string, data []byte) error {
	if isDevice(path) {
		if err := os.WriteFile(path, data, 0o666); err != nil {
			return outputError(path, err)
		}
		return nil
	}
	t, err := createTemp(path)
	if err != nil {
		return outputError(path, err)
	}
	if _, err := t.Write(data); err != nil {
		t.remove()
		return outputError(path, err)
	}
	return t.commit()
}

// remove takes the file away. It is called where another error is told already.
func (t *tempFile) remove() {
	_ = t.Close()
	_ = os.Remove(t.Name())
}

// maxFileName leaves room for an extension and a number within the 255 bytes
// that file systems allow.
const maxFileName = 180

// urlFileName makes a file name of a URL: host, then path and query, with a dash
// for what file names cannot have.
func urlFileName(rawURL string) string {
	text := rawURL
	if u, err := url.Parse(rawURL); err == nil && u.Host != "" {
		text = u.Host + u.Path
		if u.RawQuery != "" {
			text += "-" + u.RawQuery
		}
	}
	var name strings.Builder
	dash := true // none at the begin, no two in a row
	for _, r := range text {
		if plain := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || strings.ContainsRune("._~", r); plain {
			if name.Len()+utf8.RuneLen(r) > maxFileName {
				break
			}
			name.WriteRune(r)
			dash = false
		} else if !dash {
			name.WriteByte('-')
			dash = true
		}
	}
	if cut := strings.Trim(name.String(), "-."); cut != "" {
		return cut
	}
	return "page"
}
