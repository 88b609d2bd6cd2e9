package eval_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"matn/clean"
	"matn/clean/eval"
)

func ExampleRun() {
	pages, err := eval.ReadSet("testdata/harbour", "")
	if err != nil {
		log.Fatal(err)
	}
	// An extractor that keeps all that is visible.
	all := func(in eval.Input) (eval.Result, error) {
		lines, err := eval.Flatten(in.HTML)
		return eval.Result{Body: strings.Join(lines, "\n")}, err
	}
	scores, err := eval.Run(context.Background(), pages, all, eval.Options{})
	if err != nil {
		log.Fatal(err)
	}
	r := eval.Summarize("harbour", "all", eval.ModeHTML, scores)
	recall, _ := r.All.Value(eval.WordRecall)
	leaked, _ := r.All.Value(eval.LeakedLines)
	chrome, _ := r.All.Value(eval.WithoutRate)
	fmt.Printf("recall %.0f, lines leaked %.0f, chrome found %.0f\n", recall, leaked, chrome)
	// Output: recall 1, lines leaked 2, chrome found 1
}

func ExampleClean() {
	cleaner, err := clean.New(clean.Options{})
	if err != nil {
		log.Fatal(err)
	}
	pages, err := eval.ReadSet("testdata/harbour", "")
	if err != nil {
		log.Fatal(err)
	}
	scores, err := eval.Run(context.Background(), pages, eval.Clean(cleaner), eval.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("F1 %.2f, title %.0f\n", scores[0].Values[eval.WordF1], scores[0].Values[eval.TitleRight])
	// Output: F1 1.00, title 1
}
