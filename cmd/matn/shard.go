package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/klauspost/compress/zstd"
)

// chunkSize is how many bytes of articles are compressed, synced to the disk and
// entered in the checkpoint together: what a crash costs at most.
const chunkSize = 4 << 20

// partial is what the shard under way ends in: readers that look for shards by
// their extension do not see it.
const partial = ".part"

// shards is the sink of bulk cleaning: a directory of files of one size, a list of
// failures, and a checkpoint from which a run that was cut short goes on. The same
// inputs give the same bytes, however often the run was cut.
type shards struct {
	dir      string
	format   string
	compress string
	limit    int64 // bytes of articles in a shard, before compression
	cp       checkpoint
	failures *failureLog

	file  *os.File // the shard under way; nil: none
	chunk bytes.Buffer
	table *parquetWriter[articleRow]
	zstd  *zstd.Encoder
}

// name is that of a shard.
func (s *shards) name(n int) string {
	ext := "." + s.format
	if s.format != formatParquet {
		ext += packedName[s.compress]
	}
	return filepath.Join(s.dir, fmt.Sprintf("articles-%05d%s", n, ext))
}

// packedName is what a compression adds to a file's name.
var packedName = map[string]string{"none": "", "gzip": ".gz", "zstd": ".zst"}

// resume puts the directory into the state that the checkpoint tells of.
func (s *shards) resume() error {
	part := s.name(s.cp.Shard) + partial
	if s.cp.Bytes > 0 { // the crash may have come between the renaming and the checkpoint
		if err := os.Rename(s.name(s.cp.Shard), part); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return outputError(part, err)
		}
		if err := os.Truncate(part, s.cp.Bytes); err != nil {
			return fmt.Errorf("%w; --restart does all inputs again", pathError(err))
		}
	} else if err := removeFile(part); err != nil {
		return err
	}
	for n := s.cp.Shard; ; n++ {
		if err := removeFile(s.name(n)); errors.Is(err, fs.ErrNotExist) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// removeFile is os.Remove; for a part that is not there it is no error.
func removeFile(path string) error {
	err := os.Remove(path)
	if errors.Is(err, fs.ErrNotExist) && filepath.Ext(path) == partial {
		return nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return outputError(path, err)
	}
	return err
}

// put implements sink.
func (s *shards) put(r *result) error {
	if err := s.open(); err != nil {
		return err
	}
	size := int64(len(r.out))
	if r.row != nil {
		size = r.row.size
		if err := s.table.write(r.row, r.row.size); err != nil {
			return err
		}
	}
	s.chunk.Write(r.out)
	s.cp.Plain += size
	s.cp.Articles++
	s.cp.Begun, s.cp.Done = true, r.at
	full := s.cp.Plain >= s.limit
	if !full && s.chunk.Len() < chunkSize {
		return nil
	}
	return s.save(full, false)
}

// open has a shard to write to.
func (s *shards) open() error {
	if s.file != nil {
		return nil
	}
	f, err := os.OpenFile(s.name(s.cp.Shard)+partial, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o666)
	if err != nil {
		return outputError(s.dir, err)
	}
	s.file = f
	if s.format == formatParquet {
		s.table = newParquetWriter[articleRow](f)
	}
	return nil
}

// save brings what was put to the disk and enters it in the checkpoint. full ends
// the shard. last: there are no more inputs.
func (s *shards) save(full, last bool) error {
	if s.file != nil {
		if err := s.flush(full); err != nil {
			return err
		}
	}
	if err := s.failures.sync(); err != nil {
		return err
	}
	s.cp.Failures, s.cp.End = s.failures.size, last
	s.cp.Empty, s.cp.Failed = s.failures.empty, s.failures.failed
	return s.cp.write(s.dir)
}

// flush writes the chunk, as a frame of its own where it is compressed.
func (s *shards) flush(full bool) error {
	out, err := s.pack(s.chunk.Bytes())
	if err == nil && s.table != nil && full {
		err = s.table.close()
	}
	if err == nil {
		_, err = s.file.Write(out)
	}
	s.chunk.Reset()
	if err == nil {
		err = s.file.Sync()
	}
	if err != nil {
		return outputError(s.file.Name(), err)
	}
	s.cp.Bytes += int64(len(out))
	if !full {
		return nil
	}
	return s.closeShard()
}

func (s *shards) closeShard() error {
	part := s.file.Name()
	err := s.file.Close()
	s.file, s.table = nil, nil
	if err == nil {
		err = os.Rename(part, s.name(s.cp.Shard))
	}
	if err != nil {
		return outputError(part, err)
	}
	s.cp.Shard, s.cp.Bytes, s.cp.Plain = s.cp.Shard+1, 0, 0
	return nil
}

// pack compresses one chunk.
func (s *shards) pack(chunk []byte) ([]byte, error) {
	if len(chunk) == 0 || s.format == formatParquet {
		return nil, nil
	}
	switch s.compress {
	case "zstd":
		if s.zstd == nil {
			var err error
			if s.zstd, err = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1)); err != nil {
				return nil, err
			}
		}
		return s.zstd.EncodeAll(chunk, nil), nil
	case "gzip":
		var out bytes.Buffer
		w := gzip.NewWriter(&out)
		if _, err := w.Write(chunk); err != nil {
			return nil, err
		}
		err := w.Close()
		return out.Bytes(), err
	}
	return chunk, nil
}

// finish implements sink.
func (s *shards) finish(bool) error {
	// Without file there is nothing in the shard, unless an earlier run left it.
	if s.file == nil && s.cp.Bytes > 0 {
		if err := s.open(); err != nil {
			return err
		}
	}
	err := s.save(true, true)
	if e := s.failures.close(); err == nil {
		err = e
	}
	return err
}

// abandon implements sink. The checkpoint stands as it was.
func (s *shards) abandon() {
	if s.file != nil {
		_ = s.file.Close() // the error that ends the run is told already
	}
	_ = s.failures.close()
}
