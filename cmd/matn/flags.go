package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"matn/clean"
	"matn/clean/render"
)

const outputHelp = `Articles go to standard output, all else to standard error. Several articles are
written in the order of the inputs: text with a line "==> NAME <==" before each,
markdown with a line "---" between them, json as one array, jsonl one a line. html
and tei cannot be joined: give a directory. -o FILE is written whole or not at all;
-o DIR/ gets one file an article, named after its input.`

// cleanerFlags are the flags of every command that cleans pages.
type cleanerFlags struct {
	maxBytes byteSize
	maxNodes int
	mode     string
	favor    float64
	comments string
	code     string
	tables   string
	profile  string
	rules    string

	knowledge string // digest of what profile and rules held when they were read
}

func (o *cleanerFlags) registerCleaner(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.Var(&o.maxBytes, "max-bytes", "refuse larger pages; 10M is 10 MiB")
	flags.IntVar(&o.maxNodes, "max-nodes", clean.DefaultMaxNodes, "refuse pages of more HTML nodes")
	flags.StringVar(&o.mode, "mode", "auto", "what kind of page to expect: auto, news or general")
	flags.Float64Var(&o.favor, "favor", 0, "from -1, strip what may go either way (precision), to 1, keep it (recall)")
	flags.StringVar(&o.comments, "comments", "drop", "readers' comments: drop, or keep them in the body")
	flags.StringVar(&o.code, "code", "keep", "code: keep it in the body, or drop")
	flags.StringVar(&o.tables, "tables", "keep", "tables: keep them in the body, or drop")
	flags.StringVar(&o.profile, "profile", "", "what \"matn learn\" learned of the site: a file")
	flags.StringVar(&o.rules, "rules", "", "what you say of sites (matn rules --help): a YAML file, or a directory of them")
	completeWith(cmd, "mode", modes...)
	for _, flag := range []string{"comments", "code", "tables"} {
		completeWith(cmd, flag, policies...)
	}
}

var policies = []string{string(clean.Keep), string(clean.Drop)}

// cleaner validates the flags and makes the Cleaner. paths asks for the tag path of
// every block.
func (o *cleanerFlags) cleaner(cmd *cobra.Command, paths bool) (*siteCleaner, error) {
	switch {
	case o.maxNodes < 1:
		return nil, usageError(cmd, fmt.Errorf("--max-nodes %d: must be 1 or more", o.maxNodes))
	case !slices.Contains(modes, o.mode):
		return nil, usageError(cmd, fmt.Errorf("--mode %q: must be one of %s", o.mode, strings.Join(modes, ", ")))
	case !(o.favor >= -1 && o.favor <= 1): // NaN is neither
		return nil, usageError(cmd, fmt.Errorf("--favor %g: must be from -1 to 1", o.favor))
	}
	for _, f := range []struct{ name, value string }{{"comments", o.comments}, {"code", o.code}, {"tables", o.tables}} {
		if !slices.Contains(policies, f.value) {
			return nil, usageError(cmd, fmt.Errorf("--%s %q: must be one of %s", f.name, f.value, strings.Join(policies, ", ")))
		}
	}
	mode := clean.Mode(o.mode)
	if o.mode == "auto" {
		mode = clean.Auto
	}
	c, err := clean.New(clean.Options{
		MaxBytes: int(o.maxBytes), MaxNodes: o.maxNodes, Paths: paths, Mode: mode, Favor: o.favor,
		Comments: clean.Policy(o.comments), Code: clean.Policy(o.code), Tables: clean.Policy(o.tables),
	})
	if err != nil {
		return nil, err
	}
	s := &siteCleaner{Cleaner: c}
	return s, o.know(s)
}

// know reads the files that --profile and --rules name.
func (o *cleanerFlags) know(s *siteCleaner) error {
	read := sha256.New()
	if o.profile != "" {
		set, b, err := readProfiles("--profile", o.profile)
		if err != nil {
			return err
		}
		s.profiles = set
		read.Write(b)
	}
	if o.rules != "" {
		files, err := readRuleFiles(o.rules)
		if err != nil {
			return fmt.Errorf("--rules: %w", err)
		}
		if s.rules, err = parseRules(files); err != nil {
			return err
		}
		for _, f := range files {
			fmt.Fprintf(read, "%d %s", len(f.Text), f.Text)
		}
	}
	o.knowledge = hex.EncodeToString(read.Sum(nil)[:8])
	return nil
}

// articleFlags are the flags of the commands that print articles.
type articleFlags struct {
	cleanerFlags
	format  string
	output  string
	explain bool
	quiet   bool
	jobs    int
	least   float64

	inputs      []inputFile // files that -o must not overwrite
	failureFile string      // what fails is listed there; "": told on standard error
}

func (o *articleFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&o.format, "format", "text", "how to print: "+strings.Join(render.Formats(), ", "))
	flags.StringVarP(&o.output, "output", "o", "", "write to this file, or into this directory")
	flags.BoolVar(&o.explain, "explain", false, "json and jsonl: add every block of the page with its role and the reason")
	flags.BoolVarP(&o.quiet, "quiet", "q", false, "no progress and no warnings; what failed is still told")
	flags.IntVar(&o.jobs, "jobs", o.jobs, "how many inputs to work on at once")
	flags.Float64Var(&o.least, "min-confidence", 0, "mark articles of less confidence, 0 to 1, with a warning; they are printed all the same")
	o.registerCleaner(cmd)
	completeWith(cmd, "format", render.Formats()...)
}

var modes = []string{"auto", "news", "general"}

func completeWith(cmd *cobra.Command, flag string, words ...string) {
	// The only error is a flag that does not exist, which the tests would show.
	_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
}

// check validates the flags before any work starts, and makes the Cleaner.
func (o *articleFlags) check(cmd *cobra.Command) (*siteCleaner, error) {
	switch {
	case !slices.Contains(render.Formats(), o.format) && o.format != formatParquet:
		return nil, usageError(cmd, fmt.Errorf("--format %q: must be one of %s", o.format, strings.Join(render.Formats(), ", ")))
	case o.explain && o.format != "json" && o.format != "jsonl":
		return nil, usageError(cmd, fmt.Errorf("--explain has no place in %s; add --format json", o.format))
	case o.jobs < 1:
		return nil, usageError(cmd, fmt.Errorf("--jobs %d: must be 1 or more", o.jobs))
	case !(o.least >= 0 && o.least <= 1): // NaN is neither
		return nil, usageError(cmd, fmt.Errorf("--min-confidence %g: must be from 0 to 1", o.least))
	}
	c, err := o.cleaner(cmd, o.explain)
	if err == nil {
		c.least = o.least
	}
	return c, err
}

// run works on the tasks and writes their articles. total is how many there are,
// 0 when nobody knows.
func (o *articleFlags) run(ctx context.Context, tasks iter.Seq[task], many bool, total int) error {
	out, err := openSink(o, many)
	if err != nil {
		return err
	}
	c := newConsole(o.quiet, total)
	b := batch{jobs: o.jobs, format: o.format, options: render.Options{Explain: o.explain}, out: out, console: c, budget: newBudget(pageBudget)}
	if o.failureFile != "" {
		if b.failures, err = openFailures(o.failureFile, 0); err != nil {
			return err
		}
	}
	err = b.run(ctx, tasks)
	c.finish()
	if b.failures != nil {
		if e := b.failures.close(); err == nil {
			err = e
		}
	}
	if err == nil {
		err = out.finish(b.done > 0)
	} else {
		out.abandon()
	}
	if err != nil {
		return err
	}
	if b.done+b.empty+b.failed == 0 {
		c.line("matn: nothing to do: the input names no page")
	}
	if code := b.exitCode(); code != exitDone {
		return &exitError{code}
	}
	return nil
}

// byteSize is a flag: a number of bytes, with K, M or G for powers of 1024.
type byteSize int64

var byteUnits = []struct {
	name string
	size int64
}{{"G", 1 << 30}, {"M", 1 << 20}, {"K", 1 << 10}}

// Set reads "1048576", "1024K", "1M", "1MiB" or "1MB".
func (s *byteSize) Set(text string) error {
	number := strings.ToUpper(strings.TrimSpace(text))
	number = strings.TrimSuffix(strings.TrimSuffix(number, "B"), "I")
	unit := int64(1)
	for _, u := range byteUnits {
		if rest, ok := strings.CutSuffix(number, u.name); ok {
			number, unit = rest, u.size
			break
		}
	}
	n, err := strconv.ParseInt(strings.TrimSpace(number), 10, 64)
	if err != nil || n < 1 || n > math.MaxInt/unit/2 {
		return errors.New("must be a number of bytes above 0, such as 500K, 64M or 1G")
	}
	*s = byteSize(n * unit)
	return nil
}

// String writes whole units where there are any.
func (s *byteSize) String() string {
	for _, u := range byteUnits {
		if n := int64(*s); n >= u.size && n%u.size == 0 {
			return strconv.FormatInt(n/u.size, 10) + u.name
		}
	}
	return strconv.FormatInt(int64(*s), 10)
}

// Type names the value in help texts.
func (s *byteSize) Type() string { return "bytes" }
