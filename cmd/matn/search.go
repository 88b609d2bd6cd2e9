package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"matn/crawler/store"
)

// searchOptions are the flags of search.
type searchOptions struct {
	chosen chosenArticles
	limit  int
	format string
	json   bool
}

// defaultHits is what fits on a screen, twice.
const defaultHits = 10

func newSearchCommand() *cobra.Command {
	o := searchOptions{}
	cmd := &cobra.Command{
		Use:   "search WORDS... --store FILE",
		Short: "Find articles of a collection by their words",
		Long: `Find the articles that have all WORDS in title or body, the best match first. A crawl may
go on meanwhile.

Spelling is folded: case and accents do not count; in Arabic neither do harakat, tatweel,
the forms of alef and hamza, ى and ي, ة and ه; digits of all scripts are the same. A word
in Arabic is found with the article and the particles that are written onto it: "حكومة"
finds الحكومة, والحكومة, للحكومة. A word that ends in * is the beginning of one.

` + chosenHelp + "\n\n" + exitHelpStore,
		Example: `  matn search حكومة جديدة --store articles.db
  matn search 'bridg*' --store articles.db --site paper.example --since 30d
  matn search انتخابات --store articles.db --format jsonl --limit 100`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return runSearch(cmd, args, o) },
	}
	o.chosen.register(cmd)
	flags := cmd.Flags()
	flags.IntVar(&o.limit, "limit", defaultHits, "at most so many articles")
	flags.StringVar(&o.format, "format", "text", "how to print: text, or jsonl with whole articles")
	flags.BoolVar(&o.json, "json", false, "the same as --format jsonl")
	completeWith(cmd, "format", "text", "jsonl")
	return cmd
}

func runSearch(cmd *cobra.Command, args []string, o searchOptions) (err error) {
	if o.json {
		o.format = "jsonl"
	}
	switch {
	case o.limit < 1:
		return usageError(cmd, fmt.Errorf("--limit %d: must be 1 or more", o.limit))
	case o.format != "text" && o.format != "jsonl":
		return usageError(cmd, fmt.Errorf("--format %q: must be text or jsonl", o.format))
	}
	words := newQueryWords(strings.Join(args, " "))
	if len(words) == 0 {
		return usageError(cmd, fmt.Errorf("%q has no word to search for", strings.Join(args, " ")))
	}
	s, filter, err := o.chosen.open(cmd)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	filter.Limit = o.limit
	found, err := s.Search(cmd.Context(), store.Query{All: words.groups(), Filter: filter})
	if err != nil {
		return err
	}
	if len(found) == 0 {
		fmt.Fprintln(os.Stderr, "matn: no article has "+printable(strings.Join(args, " ")))
		return &exitError{exitNothing}
	}
	if o.format == "jsonl" {
		return printLines(cmd.OutOrStdout(), found)
	}
	return printHits(cmd.OutOrStdout(), found, words, isTerminal(cmd.OutOrStdout()))
}

func printLines(out io.Writer, found []store.Article) error {
	w := &lineArticles{nil, out}
	for i := range found {
		if err := w.write(&found[i]); err != nil {
			return err
		}
	}
	return nil
}

// printHits prints for people: title, where and when, and the words in their
// surroundings.
func printHits(out io.Writer, found []store.Article, words queryWords, marked bool) error {
	var text strings.Builder
	for i := range found {
		a := &found[i]
		if i > 0 {
			text.WriteByte('\n')
		}
		title := oneLine(a.Title)
		if title == "" {
			title = "(no title)"
		}
		parts := []string{a.Site}
		if !a.Published.IsZero() {
			parts = append(parts, a.Published.Format("2006-01-02"))
		}
		text.WriteString(title + "\n" + strings.Join(append(parts, readableURL(a.URL)), "  ") + "\n")
		if s := words.snippet(a.Text, marked); s != "" {
			text.WriteString("    " + s + "\n")
		}
	}
	if _, err := io.WriteString(out, text.String()); err != nil {
		return fmt.Errorf("cannot write the output: %w", err)
	}
	return nil
}
