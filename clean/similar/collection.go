package similar

import (
	"cmp"
	"math"
	"slices"
	"time"

	"matn/clean/block"
)

// Doc is one text to be put into a cluster.
type Doc struct {
	Text string    // headline and body
	Day  time.Time // of publication; zero when unknown, and then no bar to any cluster
}

// Collection takes in texts one by one and keeps of each only which words it has
// how often: 4 bytes for each word, about 1 KB for an article. The zero value is
// empty. It is not safe for several goroutines.
type Collection struct {
	docs    []counted
	known   map[string]uint32 // words, by their stems
	df      []uint32          // of each word: texts that have it
	affixes affixes

	folded []byte // buffers of Add
	words  []uint32
}

// counted is a text as the words it has.
type counted struct {
	words []wordCount // by word
	day   time.Time
}

// A wordCount is a word and how often a text has it, up to maxCount.
type wordCount uint32

const (
	countBits = 6
	maxCount  = 1<<countBits - 1
	// maxWords is the number of words told apart. More are left out: a hundred
	// million articles do not have as many.
	maxWords = 1 << (32 - countBits)
)

func (w wordCount) word() uint32 { return uint32(w) >> countBits }
func (w wordCount) count() int   { return int(w & maxCount) }

// Add takes in a text.
func (c *Collection) Add(d Doc) {
	if c.known == nil {
		c.known, c.affixes = map[string]uint32{}, readAffixes()
	}
	c.folded, c.words = block.Fold(c.folded[:0], d.Text), c.words[:0]
	eachWord(c.folded, func(w []byte) {
		stem := c.affixes.stem(w)
		word, ok := c.known[string(stem)]
		if !ok {
			if len(c.df) == maxWords {
				return
			}
			word = uint32(len(c.df))
			c.known[string(stem)], c.df = word, append(c.df, 0)
		}
		c.words = append(c.words, word)
	})
	slices.Sort(c.words)
	c.docs = append(c.docs, counted{words: c.count(), day: d.Day})
}

// count makes counts of the sorted words of a text.
func (c *Collection) count() []wordCount {
	different := 0
	for i, w := range c.words {
		if i == 0 || w != c.words[i-1] {
			different++
		}
	}
	list := make([]wordCount, 0, different)
	for i := 0; i < len(c.words); {
		end := i
		for end < len(c.words) && c.words[end] == c.words[i] {
			end++
		}
		c.df[c.words[i]]++
		list = append(list, wordCount(c.words[i]<<countBits|uint32(min(end-i, maxCount))))
		i = end
	}
	return list
}

func eachWord(folded []byte, f func(word []byte)) {
	for start, i := 0, 0; i <= len(folded); i++ {
		if i == len(folded) || folded[i] == ' ' {
			if i > start {
				f(folded[start:i])
			}
			start = i + 1
		}
	}
}

// smooth stands for texts that nobody gave, so that words have sensible weights
// among a few texts.
const smooth = 20

// weighed is texts whose words have weights.
type weighed struct {
	docs []counted
	idf  []float64             // of each word: logarithm of the inverse share of texts with it
	tf   [maxCount + 1]float64 // of each count
	norm []float64             // of each text
}

func (c *Collection) weigh() *weighed {
	w := &weighed{docs: c.docs, idf: make([]float64, len(c.df)), norm: make([]float64, len(c.docs))}
	for n := 1; n <= maxCount; n++ {
		w.tf[n] = 1 + math.Log(float64(n))
	}
	for i, df := range c.df {
		w.idf[i] = math.Log(float64(len(c.docs)+smooth) / float64(df))
	}
	for i := range c.docs {
		square := 0.0
		for _, t := range c.docs[i].words {
			square += w.weight(t) * w.weight(t)
		}
		w.norm[i] = math.Sqrt(square)
	}
	return w
}

func (w *weighed) weight(t wordCount) float64 { return w.tf[t.count()] * w.idf[t.word()] }

// cosine compares two texts that have words.
func (w *weighed) cosine(a, b int) float64 {
	x, y, sum := w.docs[a].words, w.docs[b].words, 0.0
	for i, k := 0, 0; i < len(x) && k < len(y); {
		switch {
		case x[i].word() < y[k].word():
			i++
		case x[i].word() > y[k].word():
			k++
		default:
			sum += w.weight(x[i]) * w.weight(y[k])
			i++
			k++
		}
	}
	return sum / (w.norm[a] * w.norm[b])
}

// telling returns the weightiest words of a text.
func (w *weighed) telling(i int) []uint32 {
	top := slices.Clone(w.docs[i].words)
	slices.SortFunc(top, func(a, b wordCount) int {
		return cmp.Or(cmp.Compare(w.weight(b), w.weight(a)), cmp.Compare(a, b))
	})
	words := make([]uint32, min(telling, len(top)))
	for k := range words {
		words[k] = top[k].word()
	}
	return words
}
