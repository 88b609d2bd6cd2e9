package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"matn/clean/rules"
)

const rulesHelp = `Rules are what a person says of single sites. They win over all that matn finds by
itself; "get", "clean", "inspect" and "reclean" take them with --rules, a file or a
directory of files. The smallest:

  host: paper.example
  body: article .text

All keys; only host is needed, and a page is told by its address or canonical link:

  host: paper.example          and the hosts below it; a list for several
  body: article .text          CSS selectors, one or a list: all that stands in such
                               an element is the text, and nothing else
  title: h1.headline           the first element found
  date: [time.published, .at]  its datetime or content attribute, or its text
  author: .byline a            every element found
  strip: [.share, "#related"]  never text
  strip-phrases: [اقرأ أيضا]   blocks with these words in a row go
  keep-phrases: [تنويه]        blocks with these words stay, whatever else holds
  charset: windows-1256        of all pages, whatever they say
  language: ar

A line "---" begins the rules of another site. Phrases match in any spelling
(harakat, hamza, case, digits), at the ends of words. A body that finds nothing on a
page leaves the body as it is, and a warning says so.`

func newRulesCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "Check or import rules for single sites",
		Long:  rulesHelp,
		Example: `  matn clean page.html --rules paper.yaml
  matn rules check rules/
  matn rules import ftr-site-config/paper.example.txt -o paper.yaml`,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newRulesCheckCommand(), newRulesImportCommand())
	return cmd
}

func newRulesCheckCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "check PATH...",
		Short: "Read files of rules and tell what is wrong",
		Long: `Read files of rules, or directories of them, and tell all that is wrong, with the
line. Sites of files without a mistake are listed.

Exit status:
  0  all can be used
  2  some cannot`,
		Example: `  matn rules check paper.yaml
  matn rules check rules/`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			failed := false
			for _, path := range args {
				failed = !checkRules(cmd, path) || failed
			}
			if failed {
				return &exitError{exitFailure}
			}
			return nil
		},
	}
}

// checkRules tells of a file, or of all files of a directory, for which sites it
// has rules, or every mistake.
func checkRules(cmd *cobra.Command, path string) bool {
	tell := func(err error) {
		fmt.Fprintln(cmd.ErrOrStderr(), "matn: "+printable(trimPackage(err.Error())))
	}
	files, err := readRuleFiles(path)
	if err != nil {
		tell(err)
		return false
	}
	var set rules.Set
	good := true
	for _, f := range files {
		one, err := rules.Parse(f.Name, []byte(f.Text))
		var several rules.Errors
		if errors.As(err, &several) {
			for _, e := range several {
				tell(e)
			}
		} else if err != nil {
			tell(err)
		}
		good = good && err == nil
		set = append(set, one...)
	}
	if len(set) > 0 {
		fmt.Fprintf(cmd.OutOrStdout(), "%s: %s\n", printable(path), hosts(set))
	}
	return good
}

// hosts lists the sites of a set.
func hosts(set rules.Set) string {
	var b bytes.Buffer
	for i, r := range set {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(r.Hosts[0])
	}
	return b.String()
}

func newRulesImportCommand() *cobra.Command {
	var output string
	cmd := &cobra.Command{
		Use:   "import PATH...",
		Short: "Make rules of site configurations of Full-Text RSS",
		Long: `Make rules of files of ftr-site-config, the site configurations of Full-Text RSS,
FiveFilters and wallabag: lines "key: XPath", in a file named after the host, such as
paper.example.txt; of a directory, all such files. Lines without a counterpart are
told, and stand as comments in the result.

Exit status:
  0  all files gave rules
  2  none did
  3  some did`,
		Example: `  matn rules import ftr-site-config/paper.example.txt
  matn rules import ftr-site-config/ -o sites.yaml`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return runRulesImport(cmd, args, output) },
	}
	cmd.Flags().StringVarP(&output, "output", "o", "", "write to this file instead of standard output")
	return cmd
}

func runRulesImport(cmd *cobra.Command, files []string, output string) error {
	var out bytes.Buffer
	done, failed := 0, 0
	tell := func(what string) { fmt.Fprintln(cmd.ErrOrStderr(), "matn: "+printable(what)) }
	for _, path := range configFiles(files) {
		in, err := importFile(path)
		if err != nil {
			failed++
			tell(trimPackage(err.Error()))
			continue
		}
		for _, s := range in.Skipped {
			tell(fmt.Sprintf("%s:%d: left out (%s): %s", path, s.Line, s.Why, s.Text))
		}
		if done++; done > 1 {
			out.WriteString("---\n")
		}
		out.Write(in.YAML)
	}
	if done > 0 {
		if _, err := rules.Parse(output, out.Bytes()); err != nil {
			return err
		}
		if err := writeOutput(cmd, output, out.Bytes()); err != nil {
			return err
		}
	}
	switch {
	case done+failed == 0:
		return fmt.Errorf("no files of site configurations in %s (looked for .txt)", strings.Join(files, ", "))
	case done == 0:
		return &exitError{exitFailure}
	case failed > 0:
		return &exitError{exitSome}
	}
	return nil
}

// configFiles lists files, of directories those that end in ".txt". What cannot be
// read is an error when it is opened.
func configFiles(paths []string) (files []string) {
	for _, path := range paths {
		entries, err := os.ReadDir(path)
		if err != nil {
			files = append(files, path)
			continue
		}
		for _, e := range entries {
			if !e.IsDir() && filepath.Ext(e.Name()) == ".txt" {
				files = append(files, filepath.Join(path, e.Name()))
			}
		}
	}
	return files
}

func importFile(path string) (*rules.Imported, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, pathError(err)
	}
	in, err := rules.Import(filepath.Base(path), b)
	var mistake *rules.Error
	if errors.As(err, &mistake) {
		mistake.File = path
	}
	return in, err
}

func writeOutput(cmd *cobra.Command, path string, data []byte) error {
	if path == "" || path == "-" {
		_, err := cmd.OutOrStdout().Write(data)
		return err
	}
	return writeWhole(path, data)
}
