package warc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Archive reads single records of the files of a directory, by the places that a
// Writer gave. It is safe for many goroutines, also while a Writer appends.
type Archive struct {
	dir  string
	opts Options

	mu    sync.RWMutex // held for reading while a record is read
	files map[string]*os.File
}

// maxOpen is how many files are held open. Articles are mostly read in the order in
// which they were written.
const maxOpen = 16

// OpenArchive makes an Archive of a directory. It opens nothing yet.
func OpenArchive(dir string, o Options) *Archive {
	return &Archive{dir: dir, opts: o, files: map[string]*os.File{}}
}

// Record reads the record that begins at an offset of a file. Damage is a
// *RecordError; a file that is not there is an error that wraps fs.ErrNotExist.
func (a *Archive) Record(file string, offset int64) (*Record, error) {
	if filepath.Base(file) != file || file == "." || file == ".." || offset < 0 {
		return nil, fmt.Errorf("warc: offset %d of %q is no place in an archive", offset, file)
	}
	for {
		a.mu.RLock()
		f, ok := a.files[file]
		if ok {
			rec, err := recordAt(f, offset, a.opts)
			a.mu.RUnlock()
			if err != nil {
				return nil, fmt.Errorf("%s: %w", filepath.Join(a.dir, file), err)
			}
			return rec, nil
		}
		a.mu.RUnlock()
		if err := a.open(file); err != nil {
			return nil, err
		}
	}
}

// recordAt reads by position, so that others may read the same file meanwhile.
func recordAt(f *os.File, offset int64, o Options) (*Record, error) {
	rec, err := NewReader(io.NewSectionReader(f, offset, 1<<62-offset), o).Next()
	var damaged *RecordError
	switch {
	case err == io.EOF:
		err = &RecordError{Offset: offset, Err: io.ErrUnexpectedEOF}
	case errors.As(err, &damaged):
		damaged.Offset += offset
	case err == nil && rec.Offset != 0:
		err = &RecordError{Offset: offset, Err: errors.New("no record begins here")}
	}
	if err != nil {
		return nil, err
	}
	rec.Offset = offset
	return rec, nil
}

func (a *Archive) open(name string) error {
	f, err := os.Open(filepath.Join(a.dir, name))
	if err != nil {
		return fmt.Errorf("warc: %w", err)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if _, ok := a.files[name]; ok {
		return f.Close()
	}
	if len(a.files) >= maxOpen {
		err = a.closeAll()
	}
	a.files[name] = f
	return err
}

func (a *Archive) closeAll() error {
	var errs []error
	for name, f := range a.files {
		errs = append(errs, f.Close())
		delete(a.files, name)
	}
	return errors.Join(errs...)
}

// Close closes the files that are open. The Archive may be used again.
func (a *Archive) Close() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.closeAll()
}

// Copy writes the record that begins at an offset of a file to w, as it stands there:
// length bytes, or as far as the record goes when length is 0. It is read once before,
// so that only what is whole is copied.
func (a *Archive) Copy(w io.Writer, file string, offset, length int64) error {
	if _, err := a.Record(file, offset); err != nil {
		return err
	}
	a.mu.RLock()
	defer a.mu.RUnlock()
	f, ok := a.files[file]
	if !ok {
		return fmt.Errorf("warc: %s: %w", file, os.ErrClosed)
	}
	if length <= 0 {
		r := NewReader(io.NewSectionReader(f, offset, 1<<62-offset), Options{MaxRecord: 1 << 40})
		if _, err := r.Next(); err != nil {
			return fmt.Errorf("%s: %w", filepath.Join(a.dir, file), err)
		}
		second, err := r.Next()
		length = r.tape.offset()
		if err == nil {
			length = second.Offset
		}
	}
	_, err := io.Copy(w, io.NewSectionReader(f, offset, length))
	return err
}

// WriteInfo writes the warcinfo record that an archive begins with, for files that are
// put together with Copy. Only Digest, Software and Info of the options count.
func WriteInfo(w io.Writer, name string, now time.Time, o WriterOptions) error {
	if o.Digest == "" {
		o.Digest = SHA1
	}
	var buf bytes.Buffer
	if err := (&packer{digest: o.Digest}).info(&buf, &o, name, now); err != nil {
		return fmt.Errorf("warc: %w", err)
	}
	_, err := w.Write(buf.Bytes())
	return err
}
