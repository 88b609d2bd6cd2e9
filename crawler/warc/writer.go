package warc

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"
)

// WriterOptions tune a Writer. Dir is needed, all else may be zero.
type WriterOptions struct {
	Dir      string // where the files are; made when it does not exist
	Prefix   string // of their names, letters, digits, "-" and "_"; "" means "matn"
	MaxBytes int64  // a file that has reached it is not written to any more; 0 means 1 GiB
	Digest   Digest // "" means SHA1
	Software string // who writes, for the warcinfo record: "matn/0.1.0"
	Info     []Info // further lines of the warcinfo record
	Sync     bool   // have every exchange on the disk before Write returns

	Now func() time.Time // the clock of file names; nil means time.Now
}

// Info is a line of a warcinfo record: "operator", "robots", "http-header-user-agent".
type Info struct{ Name, Value string }

// defaultMaxBytes is the size that the standard recommends for files.
const defaultMaxBytes = 1 << 30

// Place is where an exchange was written.
type Place struct {
	File     string // name within the directory
	Offset   int64  // of the response or revisit record, in bytes
	Length   int64  // of that record in the file, compressed
	Digest   string // of the body: "sha1:..."
	RecordID string // of that record: "<urn:uuid:...>"
}

// Writer appends exchanges to WARC/1.1 files, each record in a gzip member of its own,
// so that every one can be read by its offset. It is safe for many goroutines; two
// Writers on one directory and prefix exclude each other, in other processes too.
//
// What Write has returned for is in the file whatever becomes of the process. A record
// that a crash or a full disk cut short is taken off: at once, or by the next Writer.
type Writer struct {
	opts WriterOptions
	lock *flock.Flock
	past *Archive
	pack packer
	cut  int64 // bytes of a torn record that NewWriter took off

	mu     sync.Mutex
	file   *os.File // nil: the next Write begins a file
	name   string
	size   int64
	noted  int64 // size that the note on the disk tells of
	serial int
	closed bool
	broken error // the file is in a state that cannot be put right
}

// ErrInUse is a directory that another Writer with the same prefix has open.
var ErrInUse = errors.New("warc: the archive is being written to by another process")

var goodPrefix = regexp.MustCompile(`^[A-Za-z0-9_-]{1,100}$`)

// NewWriter opens the archive in a directory. It goes on with the last file as far as
// that is not full, and begins a new one when something is written and there is none.
func NewWriter(o WriterOptions) (*Writer, error) {
	if o.Prefix == "" {
		o.Prefix = "matn"
	}
	if !goodPrefix.MatchString(o.Prefix) {
		return nil, fmt.Errorf("warc: prefix %q: letters, digits, \"-\" and \"_\" only", o.Prefix)
	}
	if o.MaxBytes <= 0 {
		o.MaxBytes = defaultMaxBytes
	}
	if o.Digest == "" {
		o.Digest = SHA1
	}
	if o.Digest != SHA1 && o.Digest != SHA256 {
		return nil, fmt.Errorf("warc: digest %q: %q and %q are known", o.Digest, SHA1, SHA256)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if err := os.MkdirAll(o.Dir, 0o777); err != nil {
		return nil, fmt.Errorf("warc: %w", err)
	}
	w := &Writer{opts: o, lock: flock.New(filepath.Join(o.Dir, o.Prefix+".lock")), past: OpenArchive(o.Dir, Options{}), pack: packer{digest: o.Digest}}
	held, err := w.lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("warc: %w", err)
	}
	if !held {
		return nil, fmt.Errorf("%w: %s", ErrInUse, o.Dir)
	}
	if err := w.resume(); err != nil {
		return nil, errors.Join(fmt.Errorf("warc: %w", err), w.lock.Unlock())
	}
	return w, nil
}

// Cut is how many bytes of a torn record were taken off when the archive was opened.
func (w *Writer) Cut() int64 { return w.cut }

// resume finds the last file, has a torn end cut off, and opens it if there is room.
func (w *Writer) resume() error {
	name, serial, err := w.last()
	if err != nil || name == "" {
		return err
	}
	w.serial = serial + 1
	f, err := os.OpenFile(filepath.Join(w.opts.Dir, name), os.O_RDWR, 0)
	if err != nil {
		return err
	}
	size, err := w.mend(f, name)
	if err != nil || size == 0 || size >= w.opts.MaxBytes {
		return errors.Join(err, f.Close())
	}
	if _, err := f.Seek(size, io.SeekStart); err != nil {
		return errors.Join(err, f.Close())
	}
	w.file, w.name, w.size, w.noted = f, name, size, size
	return w.note()
}

// last is the file with the highest serial number, "" when there is none.
func (w *Writer) last() (name string, serial int, err error) {
	entries, err := os.ReadDir(w.opts.Dir)
	if err != nil {
		return "", 0, err
	}
	pattern := regexp.MustCompile(`^` + regexp.QuoteMeta(w.opts.Prefix) + `-[0-9]{14}-([0-9]{5,})\.warc\.gz$`)
	serial = -1
	for _, e := range entries {
		if m := pattern.FindStringSubmatch(e.Name()); m != nil {
			if n, err := strconv.Atoi(m[1]); err == nil && n > serial {
				name, serial = e.Name(), n
			}
		}
	}
	return name, serial, nil
}

// mend cuts a torn record off the end of a file and gives the size that is left. What
// the last Writer noted as whole is not looked at again.
func (w *Writer) mend(f *os.File, name string) (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	size, from := info.Size(), int64(0)
	if noted, ok := w.noteOf(name); ok && noted <= size {
		from = noted
	}
	end, err := soundEnd(io.NewSectionReader(f, from, size-from))
	if err != nil || from+end == size {
		return size, err
	}
	w.cut = size - from - end
	if err := f.Truncate(from + end); err != nil {
		return 0, err
	}
	return from + end, f.Sync()
}

// soundEnd is where the last whole record ends, damage in front of it aside.
func soundEnd(in io.Reader) (int64, error) {
	const anySize = 1 << 40 // a record has been written before; it is not for us to judge it
	r := NewReader(in, Options{MaxRecord: anySize})
	damage := int64(-1)
	for {
		_, err := r.Next()
		var bad *RecordError
		switch {
		case err == nil:
			damage = -1
		case errors.As(err, &bad):
			if damage < 0 {
				damage = bad.Offset
			}
		case err == io.EOF && damage >= 0:
			return damage, nil
		case err == io.EOF:
			return r.tape.offset(), nil
		default:
			return 0, err
		}
	}
}

// noteEvery bounds how much of a file is read again after a crash.
const noteEvery = 32 << 20

// noted is the file that says how far an archive is known to be whole.
type noted struct {
	File string `json:"file"`
	Size int64  `json:"size"`
}

func (w *Writer) notePath() string { return filepath.Join(w.opts.Dir, w.opts.Prefix+".lock") }

// noteOf reads the note, if it is about the file called name.
func (w *Writer) noteOf(name string) (size int64, ok bool) {
	text, err := os.ReadFile(w.notePath())
	var n noted
	if err != nil || json.Unmarshal(text, &n) != nil || n.File != name || n.Size < 0 {
		return 0, false
	}
	return n.Size, true
}

// note writes down the size of the file once it is on the disk.
func (w *Writer) note() error {
	if err := w.file.Sync(); err != nil {
		return err
	}
	text, err := json.Marshal(noted{w.name, w.size})
	if err != nil {
		return err
	}
	// In place, because the file is the lock as well. A note that a crash tears is no
	// JSON, and the archive is then read from its beginning.
	if err := os.WriteFile(w.notePath(), text, 0o666); err != nil {
		return err
	}
	w.noted = w.size
	return nil
}

// Write appends an exchange: the answer, or what is new of it, and the request. On an
// error nothing was appended.
func (w *Writer) Write(x *Exchange) (Place, error) {
	p, err := w.pack.exchange(x)
	if err != nil {
		return Place{}, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.ready(); err != nil {
		return Place{}, err
	}
	place := Place{File: w.name, Offset: w.size, Length: p.length, Digest: p.digest, RecordID: p.id}
	if err := w.append(p.data); err != nil {
		return Place{}, err
	}
	return place, nil
}

// Again appends a revisit record: the page of x is that of the record at an offset of a
// file, which is read for the date and the name that the new record has to repeat. x is
// changed. What a revisit refers to may be gone; then the error is that of Archive.
func (w *Writer) Again(x *Exchange, file string, offset int64) (Place, error) {
	before, err := w.past.Record(file, offset)
	if err != nil {
		return Place{}, err
	}
	x.Revisit = &Revisit{URL: before.TargetURI, Fetched: before.Date, RecordID: before.Header.Get("WARC-Record-ID"),
		Digest: before.Header.Get("WARC-Payload-Digest"), NotModified: x.Status == http.StatusNotModified}
	return w.Write(x)
}

// ready has a file with room open.
func (w *Writer) ready() error {
	switch {
	case w.closed:
		return fmt.Errorf("warc: write: %w", fs.ErrClosed)
	case w.broken != nil:
		return w.broken
	case w.file != nil && w.size < w.opts.MaxBytes:
		return nil
	}
	if w.file != nil {
		if err := w.end(); err != nil {
			return err
		}
	}
	return w.begin()
}

// begin makes a new file with its warcinfo record.
func (w *Writer) begin() error {
	now := w.opts.Now().UTC()
	name := fmt.Sprintf("%s-%s-%05d.warc.gz", w.opts.Prefix, now.Format("20060102150405"), w.serial)
	var head bytes.Buffer
	if err := w.pack.info(&head, &w.opts, name, now); err != nil {
		return fmt.Errorf("warc: %s: %w", name, err)
	}
	f, err := os.OpenFile(filepath.Join(w.opts.Dir, name), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return fmt.Errorf("warc: %w", err)
	}
	w.file, w.name, w.size, w.noted = f, name, 0, 0
	if err := w.append(head.Bytes()); err != nil {
		w.file, w.broken = nil, nil
		return errors.Join(err, f.Close(), os.Remove(f.Name()))
	}
	w.serial++
	return nil
}

// append writes data at the end, all of it or nothing.
func (w *Writer) append(data []byte) error {
	_, err := w.file.WriteAt(data, w.size)
	if err == nil && w.opts.Sync {
		err = w.file.Sync()
	}
	if err != nil {
		if undo := w.file.Truncate(w.size); undo != nil {
			w.broken = fmt.Errorf("warc: %s: %w", w.name, errors.Join(err, undo))
		}
		return fmt.Errorf("warc: write: %w", err)
	}
	w.size += int64(len(data))
	if w.size-w.noted < noteEvery {
		return nil
	}
	if err := w.note(); err != nil {
		w.noted = w.size // the data is written; a note is only for speed
	}
	return nil
}

// end closes the file under way.
func (w *Writer) end() error {
	f := w.file
	err := w.note()
	w.file = nil
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("warc: %s: %w", w.name, err)
	}
	return nil
}

// Close ends the use of the archive. A second call does nothing.
func (w *Writer) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return nil
	}
	w.closed = true
	var err error
	if w.file != nil {
		err = w.end()
	}
	return errors.Join(err, w.past.Close(), w.lock.Unlock())
}

// Files lists the archive's files, oldest first: those in dir that begin with prefix,
// all of WARC when it is "".
func Files(dir, prefix string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("warc: %w", err)
	}
	var names []string
	for _, e := range entries {
		if name := e.Name(); strings.HasPrefix(name, prefix) && (strings.HasSuffix(name, ".warc.gz") || strings.HasSuffix(name, ".warc")) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, nil
}
