package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"

	"github.com/spf13/cobra"

	"matn/clean"
	"matn/clean/eval"
)

// evalOptions are the flags of eval.
type evalOptions struct {
	json   bool
	text   bool
	oracle bool
	worst  int
	out    string
	only   string
	jobs   int
	repeat int
	floors string
	rule   string
	quiet  bool

	siblings int
}

// ruleC4 names the line rule of the C4 corpus in --rule.
const ruleC4 = "c4"

const evalHelp = `Score matn against gold: pages for which people said what their text is. A DIR
holds html/ID.html (or ID.html.gz), bytes as captured, and gold/ID.json:

  body         the text, a line a block; null = not known
  standfirst, optional    lists of lines that are neither required nor wrong
  with, without           lists of snippets that the text must and must not hold
  title, author, date, lang    null = the page has none
  url, page_type, site    what pages are grouped by; site defaults to the domain

A DIR of fixture cases (DIR/NAME/case.json with page, want.txt, roles.tsv) is read
as well.

Measures: P, R and F1 of words as bags (a word is a run of letters, numbers and
"_"), means over pages; site F1, the mean over sites of their means; shingle, the
same F1 of runs of four words; exact, pages with the very words in order; with and
without, the share of snippets found in the output; leaked, lines of the output
that gold does not have, a page. A title is right with the same words, the site's
name aside; a date with the same day; authors with the same names. "on page" is
the same over the pages whose bytes hold what gold says, in any form: gold may
know what the captured page does not. "or change" takes the day of the last change
for right too, where gold has that one. "invented" is over the pages whose gold
has none. Cost is processor time, beside html.Parse on
the same pages in the same run.

--text flattens each page to lines first and cleans those. --rule c4 scores the
line rule of C4 on the very same lines (Raffel et al. 2020: an end mark and five
words). --oracle adds the best that can be had from matn's blocks.

--siblings K cleans each page with a profile learned from the next K pages of its
site, by order of IDs, as "matn learn" would learn them; pages without siblings are
left out. Rows "alone" are the same pages without memory. "known" is the share of
blocks outside gold that memory recognised, "lost" the blocks of gold over 40
characters, a page, that it took out; "ceiling", with --text, the line F1 if just
those lines went that siblings repeat and gold does not have.

--floors FILE holds a JSON list: {"set": name of DIR, "measure": a name from
--json, "min" or "max": number} and, as needed, "mode": "text", "page_type" or
"language". Floors of other sets and modes are passed over.

Exit status:
  0  done
  1  a floor is broken
  2  wrong usage, or gold that cannot be read`

func newEvalCommand() *cobra.Command {
	o := evalOptions{}
	cmd := &cobra.Command{
		Use:   "eval DIR...",
		Short: "Score matn against gold",
		Long:  evalHelp,
		Example: `  matn eval corpus/arabic
  matn eval corpus/* --json > scores.json
  matn eval corpus/arabic --worst 5 --only 'ar-*'
  matn eval corpus/wcxb-dev --text --rule c4
  matn eval corpus/arabic --siblings 5
  matn eval fixtures/pages --floors fixtures/floors.json`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return runEval(cmd, args, o) },
	}
	flags := cmd.Flags()
	flags.BoolVar(&o.json, "json", false, "print one JSON document, with the scores of every page")
	flags.BoolVar(&o.text, "text", false, "flatten each page to lines first, and clean those")
	flags.BoolVar(&o.oracle, "oracle", false, "add the best that can be had from the blocks")
	flags.IntVar(&o.worst, "worst", 0, "show so many pages with the lowest F1: what was missed (-), what was extra (+)")
	flags.StringVar(&o.out, "out", "", "write each page's text to this directory, as SET/ID.txt")
	flags.StringVar(&o.only, "only", "", "score only pages whose ID matches this pattern, such as 'ar-*'")
	flags.IntVar(&o.jobs, "jobs", runtime.GOMAXPROCS(0), "how many pages to work on at once")
	flags.IntVar(&o.repeat, "repeat", 3, "measure the cost so many times and take the least; 0: do not measure")
	flags.StringVar(&o.floors, "floors", "", "JSON file of figures that must be reached")
	flags.StringVar(&o.rule, "rule", "", "with --text: score a baseline on the same lines: c4")
	flags.IntVar(&o.siblings, "siblings", 0, "clean each page with what so many other pages of its site teach, and without")
	flags.BoolVarP(&o.quiet, "quiet", "q", false, "no progress")
	completeWith(cmd, "rule", ruleC4)
	return cmd
}

func runEval(cmd *cobra.Command, dirs []string, o evalOptions) error {
	if err := o.check(); err != nil {
		return usageError(cmd, err)
	}
	var floors []eval.Floor
	if o.floors != "" {
		var err error
		if floors, err = eval.ReadFloors(o.floors); err != nil {
			return err
		}
	}
	cleaner, err := clean.New(clean.Options{})
	if err != nil {
		return err
	}
	var sets [][]eval.Page // all gold is read before any work starts
	total := 0
	for _, dir := range dirs {
		pages, err := eval.ReadSet(dir, o.only)
		if err != nil {
			return err
		}
		sets, total = append(sets, pages), total+len(pages)
	}
	var reports []eval.SetReport
	c := newConsole(o.quiet, total)
	for _, pages := range sets {
		score := o.score
		if o.siblings > 0 {
			score = o.scoreSiblings
		}
		r, err := score(cmd, pages, cleaner, c.step)
		if err != nil {
			c.finish()
			return err
		}
		reports = append(reports, r)
	}
	c.finish()
	if err := o.write(cmd.OutOrStdout(), reports); err != nil {
		return err
	}
	return o.checkFloors(c, floors, reports)
}

func (o evalOptions) check() error {
	switch {
	case o.rule != "" && o.rule != ruleC4:
		return fmt.Errorf("--rule %q: the only rule is %s", o.rule, ruleC4)
	case o.rule != "" && !o.text:
		return errors.New("--rule judges lines; add --text")
	case o.jobs < 1:
		return fmt.Errorf("--jobs %d: must be 1 or more", o.jobs)
	case o.worst < 0 || o.repeat < 0 || o.siblings < 0:
		return errors.New("--worst, --repeat and --siblings must not be negative")
	case o.siblings > 0 && (o.rule != "" || o.oracle || o.out != ""):
		return errors.New("--siblings compares memory with none: leave --rule, --oracle and --out away")
	}
	return nil
}

// score runs matn, and the rule if one is asked for, over one set.
func (o evalOptions) score(cmd *cobra.Command, pages []eval.Page, cleaner *clean.Cleaner, step func()) (eval.SetReport, error) {
	extract := eval.Clean(cleaner)
	ctx, mode, set := cmd.Context(), eval.ModeHTML, pages[0].Set
	if o.text {
		mode = eval.ModeText
	}
	run := eval.Options{Jobs: o.jobs, Text: o.text, Out: o.out, Oracle: o.oracle, Progress: step}
	scores, err := eval.Run(ctx, pages, extract, run)
	if err != nil {
		return eval.SetReport{}, err
	}
	r := eval.Summarize(set, "matn "+clean.Version, mode, scores)
	if o.rule == ruleC4 {
		scores, err := eval.Run(ctx, pages, eval.Rule(eval.C4), eval.Options{Jobs: o.jobs, Text: true})
		if err != nil {
			return eval.SetReport{}, err
		}
		rule := eval.Summarize(set, ruleC4, mode, scores)
		rule.Scores = nil
		r.Rule = &rule
	}
	if o.repeat > 0 {
		costs, err := eval.MeasureCost(ctx, pages, []eval.Extract{extract}, o.text, o.repeat)
		if err != nil {
			return eval.SetReport{}, err
		}
		r.Cost = &costs[0]
	}
	return r, nil
}

// aloneName names the rows of pages cleaned without memory.
const aloneName = "alone"

// scoreSiblings runs matn with memory and without over the pages of one set that
// have siblings.
func (o evalOptions) scoreSiblings(cmd *cobra.Command, pages []eval.Page, cleaner *clean.Cleaner, step func()) (eval.SetReport, error) {
	mode, set := eval.ModeHTML, pages[0].Set
	if o.text {
		mode = eval.ModeText
	}
	run := eval.Options{Jobs: o.jobs, Text: o.text, Progress: step}
	with, without, err := eval.Siblings(cmd.Context(), pages, cleaner, o.siblings, run)
	if err != nil {
		return eval.SetReport{}, fmt.Errorf("%s: %w", set, err)
	}
	r := eval.Summarize(set, fmt.Sprintf("matn %s, %d siblings", clean.Version, o.siblings), mode, with)
	alone := eval.Summarize(set, aloneName, mode, without)
	alone.Scores = nil
	r.Rule = &alone
	return r, nil
}

// write prints the reports: one JSON document, or tables.
func (o evalOptions) write(w io.Writer, reports []eval.SetReport) error {
	if o.json {
		return o.writeJSON(w, reports)
	}
	for i := range reports {
		if i > 0 {
			if _, err := fmt.Fprintln(w); err != nil {
				return err
			}
		}
		if err := reports[i].WriteTable(w); err != nil {
			return err
		}
		if err := reports[i].WriteWorst(w, o.worst); err != nil {
			return err
		}
	}
	return nil
}

// writeJSON prints the lines missed and extra of the worst pages only, as many
// as --worst asks for.
func (o evalOptions) writeJSON(w io.Writer, reports []eval.SetReport) error {
	for i := range reports {
		worst := map[string]bool{}
		for _, s := range reports[i].Worst(o.worst) {
			worst[s.ID] = true
		}
		for j := range reports[i].Scores {
			if s := &reports[i].Scores[j]; !worst[s.ID] {
				s.Missed, s.Extra = nil, nil
			}
		}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(struct {
		Version string           `json:"version"`
		Sets    []eval.SetReport `json:"sets"`
	}{clean.Version, reports})
}

func (o evalOptions) checkFloors(c *console, floors []eval.Floor, reports []eval.SetReport) error {
	if o.floors == "" {
		return nil
	}
	broken, checked := eval.CheckFloors(floors, reports)
	if checked == 0 {
		return fmt.Errorf("%s has no floor for these sets", o.floors)
	}
	for _, b := range broken {
		c.line("matn: " + trimPackage(b.Error()))
	}
	if len(broken) > 0 {
		return &exitError{exitNothing}
	}
	return nil
}
