package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofrs/flock"
	"github.com/spf13/cobra"

	"matn/clean/render"
)

const linesHelp = `Lines of JSON: one page a line, {"url": …, "html": …}, or "text", or "html_base64"
with "content_type"; "id" comes back as the input of the article, "fetched" is what
relative dates count from. With --format jsonl each line gives a line, in order.`

const bulkHelp = `With --shard SIZE -o DIR, --format jsonl or parquet, DIR gets articles-00000.jsonl
(.gz, .zst), articles-00001.jsonl and so on, ` + failuresName + ` with what gave no
article, and ` + checkpointName + `. The same command again goes on where a run was
stopped, and writes the same bytes as if it had not been.`

// failuresName is the list of failures beside the shards.
const failuresName = "failures.jsonl"

var compressions = []string{"none", "gzip", "zstd"}

// pageBudget is how many bytes of pages wait in memory or are worked on: hundreds
// of usual pages, or one of the largest that are allowed.
const pageBudget = 64 << 20

// checkBulk looks at the flags that only clean has.
func (o *cleanOptions) checkBulk(cmd *cobra.Command) error {
	bulk := o.shard > 0
	switch {
	case !slices.Contains(compressions, o.compress):
		return usageError(cmd, fmt.Errorf("--compress %q: must be one of %s", o.compress, strings.Join(compressions, ", ")))
	case o.format == formatParquet && !bulk:
		return usageError(cmd, errors.New("--format parquet is for shards; add --shard 256M -o DIR"))
	case o.format == formatParquet && o.explain:
		return usageError(cmd, errors.New("--explain has no place in parquet; add --format jsonl"))
	case bulk && o.format != formatParquet && o.format != "jsonl":
		return usageError(cmd, fmt.Errorf("--shard is for --format jsonl or parquet, not %s", o.format))
	case bulk && (o.output == "" || o.output == "-"):
		return usageError(cmd, errors.New("--shard needs a directory: -o DIR"))
	case bulk && o.failures != "":
		return usageError(cmd, errors.New("--failures has no place beside --shard, which writes DIR/"+failuresName))
	case !bulk && o.compress != "none":
		return usageError(cmd, errors.New("--compress is for shards; add --shard 256M -o DIR, or pipe the output through zstd"))
	case !bulk && o.restart:
		return usageError(cmd, errors.New("--restart is for shards; add --shard 256M -o DIR"))
	}
	o.failureFile = o.failures
	return nil
}

// runBulk cleans files into shards, or goes on with that.
func (o *cleanOptions) runBulk(ctx context.Context, s *source, files []inputFile) error {
	for _, f := range files {
		if f.err != nil { // before anything is made of the others, which would have to be done again
			return fmt.Errorf("%w; nothing was cleaned", f.err)
		}
	}
	if err := os.MkdirAll(o.output, 0o777); err != nil {
		return outputError(o.output, err)
	}
	lock := flock.New(filepath.Join(o.output, ".lock"))
	if held, err := lock.TryLock(); err != nil {
		return outputError(o.output, err)
	} else if !held {
		return fmt.Errorf("-o %s: another matn is writing there; wait for it, or give another directory", o.output)
	}
	defer lock.Close()
	c := newConsole(o.quiet, 0)
	out, err := o.openShards(files)
	if err != nil {
		return err
	}
	if out.cp.End {
		return o.sum(c, out, "all done before: ")
	}
	if s.resumed, s.after = out.cp.Begun, out.cp.Done; s.resumed && !o.quiet {
		c.line(fmt.Sprintf("matn: going on behind %s, at byte %d of %s", count(out.cp.Articles, "article"), s.after.Offset, shown(files[s.after.File].path)))
	}
	b := batch{jobs: o.jobs, format: o.format, options: render.Options{Explain: o.explain}, out: out, console: c,
		failures: out.failures, budget: newBudget(pageBudget)}
	err = b.run(ctx, s.tasks(files, true))
	c.finish()
	if err != nil {
		out.abandon()
		if ctx.Err() != nil {
			c.line("matn: stopped; the same command goes on from here")
		}
		return err
	}
	if err := out.finish(true); err != nil {
		return err
	}
	return o.sum(c, out, "")
}

// openShards finds or makes the output directory's state.
func (o *cleanOptions) openShards(files []inputFile) (*shards, error) {
	out := &shards{dir: o.output, format: o.format, compress: o.compress, limit: int64(o.shard)}
	inputs, options := inputsDigest(files), o.optionsText()
	if err := removeTorn(o.output); err != nil {
		return nil, err
	}
	cp, err := readCheckpoint(o.output)
	switch {
	case o.restart:
		if err := removeShards(o.output); err != nil {
			return nil, err
		}
		cp = nil
	case err != nil:
		return nil, err
	}
	if cp == nil {
		if found := findShards(o.output); len(found) > 0 {
			return nil, fmt.Errorf("-o %s: there are articles here but no %s (such as %s); give another directory, or --restart to remove them",
				o.output, checkpointName, filepath.Base(found[0]))
		}
		cp = &checkpoint{Inputs: inputs, Options: options}
	}
	if err := cp.fits(o.output, inputs, options); err != nil {
		return nil, err
	}
	out.cp = *cp
	if cp.End {
		return out, nil
	}
	if err := out.resume(); err != nil {
		return nil, err
	}
	out.failures, err = openFailures(filepath.Join(o.output, failuresName), cp.Failures)
	if err != nil {
		return nil, err
	}
	out.failures.empty, out.failures.failed = cp.Empty, cp.Failed
	return out, out.cp.write(o.output)
}

// findShards lists the files in dir that a run would have written.
func findShards(dir string) []string {
	found, err := filepath.Glob(filepath.Join(globEscape(dir), "articles-[0-9][0-9][0-9][0-9][0-9]*"))
	if err != nil {
		return nil // only a malformed pattern is an error
	}
	return found
}

// globEscape takes the meaning from the special characters of a pattern.
func globEscape(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}

// removeShards removes what an earlier run wrote, the checkpoint first: what is
// left without it is taken for nobody's.
func removeShards(dir string) error {
	for _, path := range append([]string{filepath.Join(dir, checkpointName), filepath.Join(dir, failuresName)}, findShards(dir)...) {
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return outputError(path, err)
		}
	}
	return nil
}

// sum tells what a bulk run gave, and turns it into an exit code.
func (o *cleanOptions) sum(c *console, out *shards, before string) error {
	cp := out.cp
	if !o.quiet {
		c.line(fmt.Sprintf("matn: %s%s in %s; %s without an article and %s, listed in %s", before,
			count(cp.Articles, "article"), count(cp.Shard, "shard"), count(cp.Empty, "page"), count(cp.Failed, "failure"),
			filepath.Join(o.output, failuresName)))
	}
	b := batch{done: cp.Articles, empty: cp.Empty, failed: cp.Failed}
	if code := b.exitCode(); code != exitDone {
		return &exitError{code}
	}
	return nil
}

// count is a number of things, as a sentence has it.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
