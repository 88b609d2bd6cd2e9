package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"matn/clean"
)

// checkpointName is the file beside the shards that says how far a run has come.
const checkpointName = "checkpoint.json"

// checkpoint is what is surely on the disk: all that the inputs up to Done gave.
// What stands in the output behind it is cut off when the run goes on.
type checkpoint struct {
	Inputs  string `json:"inputs"`  // SHA-256 of the names and sizes of the inputs
	Options string `json:"options"` // what else the output depends on
	Begun   bool   `json:"begun"`   // Done names an input
	Done    place  `json:"done"`    // the last input whose article is in the output
	End     bool   `json:"end"`     // all inputs are done

	Shard    int   `json:"shard"`    // number of the shard under way
	Bytes    int64 `json:"bytes"`    // of its file
	Plain    int64 `json:"plain"`    // of its articles before compression
	Failures int64 `json:"failures"` // bytes of the list of failures

	Articles int `json:"articles"`
	Empty    int `json:"empty"`
	Failed   int `json:"failed"`
}

// inputsDigest tells one list of inputs from another without reading them.
func inputsDigest(files []inputFile) string {
	h := sha256.New()
	for _, f := range files {
		size := int64(-1)
		if info, err := os.Stat(f.path); err == nil {
			size = info.Size()
		}
		fmt.Fprintf(h, "%q %d\n", f.path, size)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// optionsText lists the flags that change the output, and what files of knowledge held.
func (o *cleanOptions) optionsText() string {
	text := fmt.Sprintf("matn/%s --format %s --compress %s --shard %s --type %s --url %q --mode %s --favor %g --explain=%t --max-bytes %s --max-nodes %d",
		clean.Version, o.format, o.compress, o.shard.String(), o.kind, o.url, o.mode, o.favor, o.explain, o.maxBytes.String(), o.maxNodes)
	text += fmt.Sprintf(" --comments %s --code %s --tables %s --min-confidence %g --group-by %q", o.comments, o.code, o.tables, o.least, o.groupBy)
	return text + fmt.Sprintf(" --profile %q --rules %q (%s)", o.profile, o.rules, o.knowledge)
}

// readCheckpoint finds what an earlier run left in dir. It is nil when there was
// none.
func readCheckpoint(dir string) (*checkpoint, error) {
	path := filepath.Join(dir, checkpointName)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, pathError(err)
	}
	var c checkpoint
	if err := json.Unmarshal(data, &c); err != nil {
		return nil, fmt.Errorf("%s: not a checkpoint of matn (%w); --restart does all inputs again", path, err)
	}
	return &c, nil
}

// removeTorn removes the checkpoints that a killed run was about to write.
func removeTorn(dir string) error {
	torn, err := filepath.Glob(filepath.Join(globEscape(dir), checkpointName+".part-*"))
	if err != nil {
		return nil // only a malformed pattern is an error
	}
	for _, path := range torn {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return outputError(path, err)
		}
	}
	return nil
}

// fits returns an error when c is of a run over other inputs or with other flags.
func (c *checkpoint) fits(dir, inputs, options string) error {
	switch {
	case c.Inputs != inputs:
		return fmt.Errorf("-o %s holds the output of other inputs, or they have changed since; give another directory, or --restart", dir)
	case c.Options != options:
		return fmt.Errorf("-o %s holds the output of a run with other flags (%s, now %s); give the same, another directory, or --restart", dir, c.Options, options)
	}
	return nil
}

// write replaces the checkpoint in dir, so that a crash leaves the old or the new.
func (c *checkpoint) write(dir string) error {
	data, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	t, err := createTemp(filepath.Join(dir, checkpointName))
	if err != nil {
		return outputError(dir, err)
	}
	_, err = t.Write(append(data, '\n'))
	if err == nil {
		err = t.Sync()
	}
	if err != nil {
		t.remove()
		return outputError(t.target, err)
	}
	if err := t.commit(); err != nil {
		return err
	}
	return syncDir(dir)
}

// syncDir makes renames in dir last.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return outputError(dir, err)
	}
	defer d.Close()
	if err := d.Sync(); err != nil {
		return outputError(dir, err)
	}
	return nil
}
