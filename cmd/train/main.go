// Command train makes the weights of matn's scorer from pages with gold.
//
//	go run ./cmd/train -corpus DIR -out clean/internal/score
//	go run ./cmd/train -corpus DIR -only lines -out clean/internal/score
//
// DIR holds one directory a set, with html/ID.html and gold/ID.json.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"matn/clean/train"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(2)
	}
}

func run() error {
	corpus := flag.String("corpus", "", "directory of gold directories (required)")
	out := flag.String("out", "", "file to write the weights to; of a directory, weights-pages.bin.gz and weights-lines.bin.gz in it")
	folds := flag.String("fold-weights", "", "directory to write the weights of each fold to")
	sets := flag.String("sets", "wcxb-dev,fundus,aed,arabic", "sets to learn from")
	pages := flag.String("page-sets", "magic-article", "further sets that the forests of pages learn from")
	lines := flag.String("line-sets", "arabic-bulk,magic-article,readability", "further sets that the forests of flattened text learn from")
	snippets := flag.String("snippets", "trafilatura-eval", "sets of which gold is snippets that the text holds, or not, to learn pages from as well")
	hosts := flag.String("hosts", "arabic-nogold", "set of pages without gold among whose lines articles are put, to learn flattened text from; empty for none")
	report := flag.String("report", "", "sets to score with the final weights besides")
	scores := flag.String("scores", "", "file to write the score of every page to, as JSON")
	from := flag.String("score-only", "", "directory of weights (all.bin, fold-0.bin …) to score again, without training")
	only := flag.String("only", "", "train only pages or only lines (flattened text); the other part is kept bit for bit")
	base := flag.String("base", "", "with -only: directory of weights (all.bin, fold-0.bin …) to keep the other part from; otherwise that of matn's own")
	sure := flag.String("confidence", "", "directory to write weights.tsv and weights.md of confidence to: fitted with -score-only, or after training")
	quick := flag.Bool("quick", false, "a third of the trees, to compare features")
	ablate := flag.Bool("ablate", false, "measure what each group of columns, each set and each stage behind the model is worth")
	flag.Parse()
	if *corpus == "" {
		return fmt.Errorf("-corpus is missing: name the directory that holds %s", *sets)
	}
	if *from != "" && (*out != "" || *folds != "") {
		return fmt.Errorf("-score-only trains nothing: leave -out and -fold-weights away")
	}
	if *base != "" && *only == "" {
		return fmt.Errorf("-base keeps the part that -only leaves out: say -only pages or -only lines")
	}
	start := time.Now()
	o := train.Options{Corpus: *corpus, Sets: list(*sets), Pages: list(*pages), Lines: list(*lines), Snippets: list(*snippets), Hosts: *hosts, Report: list(*report), Folds: 5, Quick: *quick, Ablate: *ablate, Only: *only}
	o.Say = func(format string, args ...any) {
		fmt.Fprintf(os.Stderr, "%6.1fs  %s\n", time.Since(start).Seconds(), fmt.Sprintf(format, args...))
	}
	if *base != "" {
		var err error
		if o.Base, err = readFolds(*base, o.Folds); err != nil {
			return err
		}
	}
	r, err := result(o, *from)
	if err != nil {
		return err
	}
	if err := save(r, o, *out, *folds); err != nil {
		return err
	}
	if *sure != "" {
		return calibrate(r, o, *sure)
	}
	if err := r.Score(context.Background(), o); err != nil {
		return err
	}
	if *scores != "" {
		b, err := json.Marshal(r.Reports)
		if err != nil {
			return err
		}
		if err := os.WriteFile(*scores, b, 0o644); err != nil {
			return err
		}
	}
	return r.WriteReport(os.Stdout)
}

// calibrate fits confidence and writes what comes of it.
func calibrate(r *train.Result, o train.Options, dir string) error {
	c, err := r.Calibrate(context.Background(), o)
	if err != nil {
		return err
	}
	var report bytes.Buffer
	if err := c.WriteReport(&report); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "weights.tsv"), []byte(c.Models.String()), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "weights.md"), report.Bytes(), 0o644)
}

// save writes the weights of all pages to a file, and those of all folds beside
// a copy of it into a directory; "" for neither.
func save(r *train.Result, o train.Options, out, dir string) error {
	if err := saveParts(r, o, out); err != nil || dir == "" {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "all.bin"), r.Weights, 0o644); err != nil {
		return err
	}
	for k, w := range r.Folds {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("fold-%d.bin", k)), w, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// saveParts writes the weights to a file, or what was trained of them into a
// directory, a file a part.
func saveParts(r *train.Result, o train.Options, out string) error {
	if out == "" {
		return nil
	}
	if i, err := os.Stat(out); err != nil || !i.IsDir() {
		return os.WriteFile(out, r.Weights, 0o644)
	}
	for _, part := range []string{train.OnlyPages, train.OnlyLines} {
		if o.Only != "" && o.Only != part {
			continue
		}
		b, err := train.Part(r.Weights, part)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(out, "weights-"+part+".bin.gz"), b, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// result trains, or scores what was trained before.
func result(o train.Options, from string) (*train.Result, error) {
	if from == "" {
		return train.Run(o)
	}
	return readFolds(from, o.Folds)
}

// readFolds reads what -fold-weights wrote.
func readFolds(dir string, folds int) (*train.Result, error) {
	all, err := os.ReadFile(filepath.Join(dir, "all.bin"))
	if err != nil {
		return nil, err
	}
	r := &train.Result{Weights: all}
	for k := range folds {
		w, err := os.ReadFile(filepath.Join(dir, fmt.Sprintf("fold-%d.bin", k)))
		if err != nil {
			return nil, err
		}
		r.Folds = append(r.Folds, w)
	}
	return r, nil
}

func list(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' })
}
