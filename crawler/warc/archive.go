package warc

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
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
