// Command matn fetches news articles and strips everything that their authors
// did not write. It joins the crawler, which knows nothing of cleaning, to the
// cleaner, which knows nothing of the network: a file a subcommand, and beside
// them how inputs are opened (input.go), worked on in parallel (batch.go) and
// written (output.go).
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"matn/clean"
)

// Exit codes. Every command keeps to them.
const (
	exitDone        = 0
	exitNothing     = 1   // no input had an article
	exitFailure     = 2   // wrong usage, or everything failed
	exitSome        = 3   // some inputs failed or had no article
	exitInterrupted = 130 // stopped by Ctrl-C: 128 + SIGINT, as shells expect
)

const exitHelp = `Exit status:
  0    done
  1    nothing found: no input had an article
  2    wrong usage, or every input failed
  3    some inputs failed or had no article; the others are done
  130  stopped by Ctrl-C`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the process at once
	os.Exit(run(ctx, os.Args[1:]))
}

// run executes one command line and tells what went wrong.
func run(ctx context.Context, args []string) int {
	root := newRootCommand()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	var exit *exitError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &exit):
		return exit.code
	case ctx.Err() != nil:
		fmt.Fprintln(os.Stderr, "matn: interrupted")
		return exitInterrupted
	case errors.Is(err, syscall.EPIPE):
		return exitFailure // the reader of our output has gone, and knows it
	}
	fmt.Fprintln(os.Stderr, "matn: "+printable(trimPackage(err.Error())))
	return exitFailure
}

// exitError ends the program with a code, after all has been told.
type exitError struct{ code int }

func (e *exitError) Error() string { return fmt.Sprintf("exit status %d", e.code) }

func newRootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "matn",
		Short: "Fetch news articles and keep only what their authors wrote",
		Long: `matn (متن, "the text itself") turns web pages, or text flattened from them, into
articles: the words that their authors wrote, with title, authors and dates, and
nothing of the site around them.

` + exitHelp,
		Example: `  matn get https://paper.example/news/1
  matn clean page.html --format markdown
  matn clean pages/ --format jsonl -o articles.jsonl`,
		Version:       clean.Version,
		Args:          cobra.NoArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SuggestionsMinimumDistance = 2
	root.SetVersionTemplate("matn {{.Version}}\n")
	root.SetOut(os.Stdout)
	root.SetErr(os.Stderr)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return usageError(cmd, err) })
	root.AddCommand(newGetCommand(), newCleanCommand(), newEvalCommand(), newInspectCommand(),
		newExportCommand(), newRecleanCommand(), newSearchCommand(), newSitesCommand())
	root.AddCommand(newCrawlCommand(), newStatusCommand())
	root.AddCommand(newLearnCommand(), newRulesCommand())
	root.AddCommand(newWorkerCommand(), newSubmitCommand(), newStoreCommand())
	hintAll(root.Commands())
	root.Args = unknownCommand
	return root
}

// hintAll has commands, and those below them, say what arguments they want.
func hintAll(commands []*cobra.Command) {
	for _, cmd := range commands {
		if cmd.Args != nil {
			cmd.Args = hinted(cmd.Args)
		}
		hintAll(cmd.Commands())
	}
}

// hinted words the complaint about arguments, and adds where help is found.
func hinted(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		err := check(cmd, args)
		switch {
		case err == nil:
			return nil
		case cmd.HasSubCommands():
			return usageError(cmd, err) // it names the word that is no command
		}
		want := strings.TrimSuffix(cmd.UseLine(), " [flags]")
		if few := slices.Concat(args, make([]string, 2)); check(cmd, few) == nil || check(cmd, few[:len(args)+1]) == nil {
			return usageError(cmd, fmt.Errorf("an argument is missing: %s", want))
		}
		return usageError(cmd, fmt.Errorf("%s is one argument too many: %s", args[len(args)-1], want))
	}
}

// unknownCommand turns away words that name no command, and guesses at what was
// meant: a URL and a file have a command of their own.
func unknownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	word := args[0]
	try := ""
	if near := cmd.SuggestionsFor(word); len(near) > 0 {
		try = "matn " + near[0]
	} else if strings.Contains(word, "://") {
		try = "matn get " + word
	} else if _, err := os.Stat(word); err == nil {
		try = "matn clean " + word
	}
	err := fmt.Errorf("there is no command %q", word)
	if try != "" {
		err = fmt.Errorf("%w; try: %s", err, try)
	}
	return usageError(cmd, err)
}

// usageError adds to err where help is found.
func usageError(cmd *cobra.Command, err error) error {
	return fmt.Errorf("%w\nrun '%s --help' for usage", err, cmd.CommandPath())
}

// isTerminal reports whether f is one that a person looks at.
func isTerminal(f io.Writer) bool {
	file, ok := f.(*os.File)
	return ok && terminal(file)
}
