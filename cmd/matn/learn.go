package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"runtime"
	"slices"
	"sync"

	"github.com/spf13/cobra"

	"matn/clean"
	"matn/clean/profile"
)

// learnOptions are the flags of learn.
type learnOptions struct {
	cleanerFlags
	output  string
	kind    string
	groupBy string
	update  bool
	jobs    int
	quiet   bool
}

const learnHelp = `Learn from the pages of a site which of their lines are the site's, and write
them to the profile that --profile of "get", "clean" and "inspect" takes. A line
that stands at the same place of most stories is taken out of a body whatever it
looks like; the next page is helped by the first already.

PATHs are those of "matn clean". All pages are taken for pages of one site, unless
--group-by tells them apart: by "site", the domain in the address of a WARC record,
or in the page's own canonical link; by "dir", the directory that a file is in. A
file may then hold many sites, and --profile picks by the address of a page, or by
the directory of its file; that of a lone site is for pages without an address, too.

Pages that tell one story, be it under two addresses or in two versions, count
once. -o FILE is written whole or not at all; --update adds to what is in it.

Exit status:
  0    done
  1    nothing found: no page had a line to learn
  2    wrong usage, or every input failed
  3    some inputs failed; the others are learned
  130  stopped by Ctrl-C; the file is as it was`

func newLearnCommand() *cobra.Command {
	o := learnOptions{cleanerFlags: cleanerFlags{maxBytes: clean.DefaultMaxBytes}, jobs: runtime.GOMAXPROCS(0)}
	cmd := &cobra.Command{
		Use:   "learn PATH... -o FILE",
		Short: "Learn which lines the pages of a site share",
		Long:  learnHelp,
		Example: `  matn learn paper/ -o paper.profile
  matn clean paper/today.html --profile paper.profile
  matn learn crawl.warc.gz --group-by site -o sites.profile
  matn learn paper/2024-06/ --update -o paper.profile`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return runLearn(cmd, args, o) },
	}
	o.registerCleaner(cmd)
	flags := cmd.Flags()
	flags.StringVarP(&o.output, "output", "o", "", "write the profile to this file")
	flags.StringVar(&o.kind, "type", "auto", "what the inputs are: "+kindHelp)
	flags.StringVar(&o.groupBy, "group-by", groupNone, "pages of several sites: tell them apart by site or dir")
	flags.BoolVar(&o.update, "update", false, "add to what -o FILE has learned")
	flags.IntVar(&o.jobs, "jobs", o.jobs, "how many inputs to work on at once")
	flags.BoolVarP(&o.quiet, "quiet", "q", false, "no progress and no summary; what failed is still told")
	completeWith(cmd, "group-by", groupings...)
	completeWith(cmd, "type", kindNames()...)
	return cmd
}

func runLearn(cmd *cobra.Command, args []string, o learnOptions) error {
	if err := o.check(); err != nil {
		return usageError(cmd, err)
	}
	cleaner, err := o.cleaner(cmd, false)
	if err != nil {
		return err
	}
	set := profile.Set{}
	if o.update {
		if set, err = readUpdated(o.output); err != nil {
			return err
		}
	}
	files, many := findFiles(args, pageExtensions)
	if len(files) == 0 {
		return fmt.Errorf("%s: no pages here (looked for %s); name a file to have it read whatever it is called", args[0], extensionHelp(pageExtensions))
	}
	s := &source{cleaner: cleaner, kind: kind(o.kind), maxBytes: int64(o.maxBytes), stdin: cmd.InOrStdin()}
	l := &learner{set: set, groupBy: o.groupBy, jobs: o.jobs, console: newConsole(o.quiet, len(files))}
	err = l.run(cmd.Context(), s.tasks(files, many))
	l.console.finish()
	if err != nil {
		return err
	}
	if l.learned > 0 {
		b, err := set.MarshalBinary()
		if err != nil {
			return err
		}
		if err := writeWhole(o.output, b); err != nil {
			return err
		}
		l.sum(o, len(b))
	}
	return l.exit()
}

func (o learnOptions) check() error {
	switch {
	case o.output == "":
		return errors.New("-o FILE is missing: where to write the profile")
	case !slices.Contains(kindNames(), o.kind):
		return fmt.Errorf("--type %q: must be %s", o.kind, kindHelp)
	case o.jobs < 1:
		return fmt.Errorf("--jobs %d: must be 1 or more", o.jobs)
	}
	return checkGrouping(o.groupBy)
}

// readUpdated reads the profile that is added to; a file that is not there yet is
// an empty one.
func readUpdated(path string) (profile.Set, error) {
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return profile.Set{}, nil
	}
	set, _, err := readProfiles("-o", path)
	return set, err
}

// learner learns from pages in the order of the inputs, so that the same inputs
// give the same file.
type learner struct {
	set     profile.Set
	groupBy string
	jobs    int
	console *console
	groups  map[string]string // of each Input, if wanted

	learned, again, empty, failed int // pages learned, of a story known, without lines, in error
}

// perJob is the number of pages that a job cleans before the learner waits for
// the others.
const perJob = 8

func (l *learner) run(ctx context.Context, tasks iter.Seq[task]) error {
	part := make([]task, 0, l.jobs*perJob)
	for t := range tasks {
		if part = append(part, t); len(part) == cap(part) {
			if err := l.learn(ctx, part); err != nil {
				return err
			}
			part = part[:0]
		}
	}
	return l.learn(ctx, part)
}

// learn cleans some pages at once and learns them one by one.
func (l *learner) learn(ctx context.Context, tasks []task) error {
	articles, errs := make([]*clean.Article, len(tasks)), make([]error, len(tasks))
	var workers sync.WaitGroup
	for w := range l.jobs {
		workers.Go(func() {
			for i := w; i < len(tasks) && ctx.Err() == nil; i += l.jobs {
				articles[i], errs[i] = tasks[i].clean(ctx)
			}
		})
	}
	workers.Wait()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	for i := range tasks {
		l.page(&tasks[i], articles[i], errs[i])
		l.console.step()
	}
	return nil
}

func (l *learner) page(t *task, a *clean.Article, err error) {
	if a == nil { // pages without an article have lines as well
		l.failed++
		l.console.tell(t.name, describe(err))
		return
	}
	group, err := groupOf(l.groupBy, a)
	if err != nil {
		l.failed++
		l.console.tell(t.name, err.Error())
		return
	}
	if l.groups != nil {
		l.groups[a.Input] = group
	}
	switch {
	case len(a.Blocks) == 0:
		l.empty++
	case l.set.Learn(group, profile.See(a.Blocks, a.Title)):
		l.learned++
	default:
		l.again++
	}
}

// sum tells what was learned.
func (l *learner) sum(o learnOptions, size int) {
	if o.quiet {
		return
	}
	lines, alone := 0, 0
	for _, p := range l.set {
		lines += p.Lines()
		if p.Stories() < 2 {
			alone++
		}
	}
	l.console.line(fmt.Sprintf("matn: stories learned: %d; sites: %d; pages that told a known story: %d, without text: %d; lines of the sites: %d; %s has %d bytes",
		l.learned, len(l.set), l.again, l.empty, lines, o.output, size))
	if alone > 0 {
		l.console.line(fmt.Sprintf("matn: sites with one story: %d; two or more tell better what is the site's", alone))
	}
}

func (l *learner) exit() error {
	code := exitDone
	switch {
	case l.learned == 0 && l.failed > 0:
		code = exitFailure
	case l.failed > 0:
		code = exitSome
	case l.learned == 0 && l.again == 0:
		code = exitNothing
	}
	if code != exitDone {
		return &exitError{code}
	}
	return nil
}
