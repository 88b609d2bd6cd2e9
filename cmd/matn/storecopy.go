package main

import (
	"errors"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"matn/crawler/store/transfer"
)

func newStoreCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "store",
		Short: "Work on a collection as a whole",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newStoreCopyCommand())
	return cmd
}

func newStoreCopyCommand() *cobra.Command {
	quiet := false
	cmd := &cobra.Command{
		Use:   "copy FROM TO",
		Short: "Move a collection between a file and a PostgreSQL",
		Long: `Copy a collection with all that its crawl knows, between a file and a PostgreSQL, or
two of a kind: sites, URLs, articles, former versions, what was learned, runs. FROM may
be in use, and is copied as it is at one moment; TO has to be empty. What was written is
read back and compared before it counts: the rows of each table, and their SHA-256,
which are printed.

The pages as they were fetched (WARC) are files beside the store and stay where they
are: move their directory as well, and name it with --archive.`,
		Example: `  matn store copy articles.db postgres://matn@db.example/news
  matn store copy postgres://matn@db.example/news backup.db`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error { return runStoreCopy(cmd, args[0], args[1], quiet) },
	}
	cmd.Flags().BoolVarP(&quiet, "quiet", "q", false, "print nothing but errors")
	return cmd
}

func runStoreCopy(cmd *cobra.Command, from, to string, quiet bool) (err error) {
	if from == to {
		return usageError(cmd, errors.New("FROM and TO are the same"))
	}
	ctx := cmd.Context()
	source, err := openStore(ctx, from, true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	target, err := openStore(ctx, to, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, target.Close()) }()
	c := newConsole(quiet, 0)
	c.describe("copying")
	tables, err := transfer.Copy(ctx, source, target, func(table string, rows int64) {
		c.describe(fmt.Sprintf("%s: %d rows", table, rows))
		c.step()
	})
	c.finish()
	if errors.Is(err, transfer.ErrNotEmpty) {
		return fmt.Errorf("%w; give a new file, or a database (createdb) without one", err)
	}
	if err != nil || quiet {
		return err
	}
	w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "table\trows\tsha256")
	for _, t := range tables {
		fmt.Fprintf(w, "%s\t%d\t%s\n", t.Name, t.Rows, t.Sum)
	}
	return w.Flush()
}
