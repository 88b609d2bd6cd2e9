package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"matn/clean"
	"matn/clean/profile"
	"matn/crawler/page"
)

// cleanOptions are the flags of clean.
type cleanOptions struct {
	articleFlags
	kind string
	url  string

	shard    byteSize // 0: no shards
	compress string
	groupBy  string
	failures string
	restart  bool
}

func newCleanCommand() *cobra.Command {
	o := cleanOptions{articleFlags: articleFlags{cleanerFlags: cleanerFlags{maxBytes: clean.DefaultMaxBytes}, jobs: runtime.GOMAXPROCS(0)}}
	cmd := &cobra.Command{
		Use:   "clean [PATH...|-]",
		Short: "Clean local pages: HTML, text, WARC, WET, lines of JSON",
		Long: `Clean each PATH and print its article. "-", or no PATH at all, reads standard input.
A directory is read with all below it, in order of names, hidden files left out, as
far as the extension is one of a page: ` + extensionHelp(pageExtensions) + `;
with --type jsonl one of ` + strings.Join(lineExtensions, " ") + `.
A PATH that names a file is read whatever it is called. gzip, zstd and brotli (.br)
are undone on the way.

--type auto looks at the content: WARC and WET files are known by their first line,
lines of JSON by the keys of the first, HTML by its tags, and the rest is text with
one paragraph a line.

` + outputHelp + "\n\n" + linesHelp + "\n\n" + bulkHelp + "\n\n" + exitHelp,
		Example: `  matn clean page.html
  matn clean pages/ --format jsonl -o articles.jsonl
  matn clean crawl.warc.gz --format markdown -o articles/
  curl -s https://paper.example/1 | matn clean --url https://paper.example/1
  matn clean page.html --format json --explain
  matn clean texts/ --group-by dir --format jsonl
  matn clean crawl-*.warc.gz --format jsonl --shard 256M --compress zstd -o corpus/
  matn clean --type jsonl --format jsonl < pages.jsonl > articles.jsonl`,
		RunE: func(cmd *cobra.Command, args []string) error { return runClean(cmd, args, o) },
	}
	o.register(cmd)
	flags := cmd.Flags()
	flags.StringVar(&o.kind, "type", "auto", "what the inputs are: "+kindHelp)
	flags.StringVar(&o.url, "url", "", "where the page came from, for its links and dates; for one PATH only")
	flags.Var(&o.shard, "shard", "bulk: write files of this many bytes of articles into -o DIR, and go on where an earlier run was cut short")
	flags.StringVar(&o.compress, "compress", "none", "of shards of jsonl: none, gzip or zstd")
	flags.StringVar(&o.failures, "failures", "", "list what gave no article in this file, one JSON a line (with --shard: DIR/"+failuresName+")")
	flags.BoolVar(&o.restart, "restart", false, "with --shard: forget what an earlier run did")
	flags.StringVar(&o.groupBy, "group-by", groupNone, "read the inputs twice: learn first what the pages of each site or dir share")
	completeWith(cmd, "group-by", groupings...)
	completeWith(cmd, "type", kindNames()...)
	completeWith(cmd, "compress", compressions...)
	return cmd
}

func runClean(cmd *cobra.Command, args []string, o cleanOptions) error {
	if len(args) == 0 {
		if terminal(os.Stdin) {
			return usageError(cmd, errors.New("no PATH given, and standard input is the terminal"))
		}
		args = []string{"-"}
	}
	if !slices.Contains(kindNames(), o.kind) {
		return usageError(cmd, fmt.Errorf("--type %q: must be %s", o.kind, kindHelp))
	}
	if err := o.checkBulk(cmd); err != nil {
		return err
	}
	cleaner, err := o.check(cmd)
	if err != nil {
		return err
	}
	extensions := extensionsOf(kind(o.kind))
	files, many := findFiles(args, extensions)
	if o.url != "" && many {
		return usageError(cmd, errors.New("--url is for one PATH only"))
	}
	if err := checkAddress(o.url); err != nil {
		return usageError(cmd, err)
	}
	if many || o.shard > 0 {
		collectLess()
	}
	s := &source{cleaner: cleaner, kind: kind(o.kind), url: o.url, maxBytes: int64(o.maxBytes), stdin: cmd.InOrStdin()}
	if len(files) == 0 {
		return fmt.Errorf("%s: no pages here (looked for %s); name a file to have it read whatever it is called", args[0], extensionHelp(extensions))
	}
	if o.groupBy != groupNone {
		if err := o.learnFirst(cmd, s, files, many); err != nil {
			return err
		}
	}
	o.inputs = files
	if o.shard > 0 {
		return o.runBulk(cmd.Context(), s, files)
	}
	return o.run(cmd.Context(), s.tasks(files, many), many, len(files))
}

// batchGC is the garbage that many pages may leave beside what is in use, in percent.
// Twice Go's usual: a batch holds little at a time, and with half as many collections
// two jobs are 1.9 times as fast as one, not 1.75, for 15 MB more.
const batchGC = 200

// collectLess sets batchGC, unless the environment says otherwise.
func collectLess() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(batchGC)
	}
}

// learnFirst learns the sites of the inputs from the inputs themselves.
func (o *cleanOptions) learnFirst(cmd *cobra.Command, s *source, files []inputFile, many bool) error {
	if err := checkGrouping(o.groupBy); err != nil {
		return usageError(cmd, err)
	}
	if o.profile != "" {
		return usageError(cmd, errors.New("--group-by learns from the inputs, and --profile names what was learned: give one of them"))
	}
	for _, f := range files {
		if f.path == "-" {
			return usageError(cmd, errors.New("--group-by reads the inputs twice, and standard input can be read once"))
		}
	}
	l := &learner{set: profile.Set{}, groupBy: o.groupBy, jobs: o.jobs, groups: map[string]string{}, console: &console{w: io.Discard}} // what fails is told when it is cleaned
	if err := l.run(cmd.Context(), s.tasks(files, many)); err != nil {
		return err
	}
	s.cleaner.profiles, s.cleaner.groups, s.cleaner.groupBy = l.set, l.groups, o.groupBy
	return nil
}

// checkAddress refuses a --url that is no address of a page.
func checkAddress(raw string) error {
	if raw == "" {
		return nil
	}
	_, err := page.ParseURL(raw)
	var bad *page.URLError
	if errors.As(err, &bad) && bad.Try != "" {
		return fmt.Errorf("--url %q: %s; try %s", raw, bad.Problem, bad.Try)
	}
	if err != nil {
		return fmt.Errorf("--url: %s", trimPackage(err.Error()))
	}
	return nil
}
