// Package eval scores extractors against gold: what a person says a page holds.
//
//	gold directory -> Page -> Extract -> Result -> Score -> Report -> table, JSON, floors
//
// A gold directory has html/ID.html (or ID.html.gz), bytes as captured, and
// gold/ID.json, see Gold; a directory of fixture cases is read as one too.
// ReadSet reads either, Run scores an Extract over it, Summarize adds up. Clean
// makes an Extract of a Cleaner; any other extractor can be scored the same way
// by writing one.
//
// Words are maximal runs of letters, numbers and '_', lower-cased: the \w+ of
// Python, which the public benchmarks count, here of text in NFC. Measures of
// the body:
//
//	word_f1      words as bags (multisets), mean over pages
//	shingle_f1   runs of 4 words as bags, as in the ScrapingHub benchmark
//	exact        share of pages with the very words of gold, in order
//	with_rate    share of snippets found that the text must hold
//	without_rate share of snippets found that it must not hold
//	leaked_lines lines of the output, a page, that gold does not have
//
// Lines that gold calls optional, and standfirsts, are neutral: neither required
// nor wrong.
package eval
