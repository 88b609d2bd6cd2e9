package decode

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Evidence that a page was encoded twice.
const (
	// minTwice is the fewest characters of mojibake in the text: a run of twelve
	// that is valid UTF-8 by chance does not occur.
	minTwice = 12
	// othersPerTwice: characters that are not mojibake, one in this many at most.
	othersPerTwice = 20
	// maxPasses bounds how many times over a page is put right.
	maxPasses = 4

	probeWindows = 4  // places of a page that are probed
	probeRuns    = 16 // runs of non-ASCII characters looked at in each
	probeShare   = 4  // suspect when one run in this many looks wrong
)

// repairMojibake undoes double encoding in b, valid UTF-8. ok is false, and b
// is not copied, when there is none to undo. A genuine page costs a short probe.
func repairMojibake(b []byte) (out []byte, ok bool) {
	for range maxPasses {
		m := misread(b)
		if m.as == nil {
			break
		}
		b, ok = m.undo(b), true
	}
	return b, ok
}

// misreading is how text came to be encoded twice.
type misreading struct {
	as   *charmap.Charmap // the charset of one of the readings; nil for genuine text
	utf8 bool             // UTF-8 was read as it; else it was read as windows-1252
}

// undo takes one encoding off b.
func (m misreading) undo(b []byte) []byte {
	if m.utf8 {
		return undoUTF8(b, m.as)
	}
	return undoCharset(b, m.as)
}

// readAs are the charsets as which UTF-8 is read by mistake on pages of news: the
// usual ones of Western and of Arabic systems.
var readAs = [...]*charmap.Charmap{charmap.Windows1252, charmap.Windows1256}

// misread finds out how b was misread, if it was.
func misread(b []byte) misreading {
	p := probe(b, encodedTwice)
	for _, cm := range readAs {
		if p.suspect(cm) && readTwice(b, cm) {
			return misreading{cm, true}
		}
	}
	if p.dense() {
		return misreading{as: misreadAs(b)}
	}
	return misreading{}
}

// probed counts the runs of non-ASCII characters in a few places of a page.
type probed struct {
	runs       int
	as1252     int // runs that are UTF-8 once written as windows-1252
	as1256     int
	latinRunes int // U+00C0-U+00FF
	latinPairs int // of these, standing after another
}

func (p probed) suspect(cm *charmap.Charmap) bool {
	n := p.as1252
	if cm == charmap.Windows1256 {
		n = p.as1256
	}
	return n > 0 && n*probeShare >= p.runs
}

// dense reports words made of accented letters alone, which no language has.
func (p probed) dense() bool {
	return p.latinRunes >= minTwice && p.latinPairs*2 > p.latinRunes
}

// probe looks at some runs of b, each of which is or is not UTF-8 that was read as
// a charset.
func probe(b []byte, twice func(run []byte, cm *charmap.Charmap) bool) probed {
	var p probed
	for w := range probeWindows {
		at, end := len(b)*w/probeWindows, len(b)*(w+1)/probeWindows
		for w > 0 && at < end && b[at] >= utf8.RuneSelf {
			at++ // inside a run that belongs to the window before
		}
		for n := 0; n < probeRuns && at < end; n++ {
			if at += firstHigh(b[at:end]); at == end {
				break
			}
			run, _ := nextRun(b[at:])
			p.add(run, twice)
			at += len(run)
		}
	}
	return p
}

func (p *probed) add(run []byte, twice func([]byte, *charmap.Charmap) bool) {
	p.runs++
	if twice(run, charmap.Windows1252) {
		p.as1252++
	} else if twice(run, charmap.Windows1256) {
		p.as1256++
	}
	for i, rest := 0, run; len(rest) > 0 && i < probeRuns; i++ {
		r, n := utf8.DecodeRune(rest)
		rest = rest[n:]
		if r < 0xC0 || r > 0xFF {
			break
		}
		if p.latinRunes++; i > 0 {
			p.latinPairs++
		}
	}
}

// nextRun returns the first run of bytes >= 0x80 in b, and what follows it. A
// run is nil when there is none.
func nextRun(b []byte) (run, rest []byte) {
	i := firstHigh(b)
	if i == len(b) {
		return nil, nil
	}
	end := i
	for end < len(b) && b[end] >= utf8.RuneSelf {
		end++
	}
	return b[i:end], b[end:]
}

// toByte is the byte that r was before it was read as cm. Bytes that cm leaves
// out, and those of ISO-8859-1, were read as control characters.
func toByte(r rune, cm *charmap.Charmap) (byte, bool) {
	if 0x80 <= r && r < 0xA0 {
		return byte(r), true
	}
	return cm.EncodeRune(r)
}

// encodedTwice reports whether run, written in cm, is UTF-8 for text. It stops
// at the first character that cannot be, the second or so of genuine text.
func encodedTwice(run []byte, cm *charmap.Charmap) bool {
	for len(run) > 0 {
		n := firstTwice(run, cm)
		if n == 0 {
			return false
		}
		run = run[n:]
	}
	return true
}

// beginsTwice is encodedTwice for the first character alone.
func beginsTwice(run []byte, cm *charmap.Charmap) bool { return firstTwice(run, cm) > 0 }

// firstTwice is the length of what run begins with that, written in cm, is the
// UTF-8 of one character; 0 when there is none.
func firstTwice(run []byte, cm *charmap.Charmap) (size int) {
	var seq [utf8.UTFMax]byte
	for n := 0; size < len(run); {
		r, width := utf8.DecodeRune(run[size:])
		size += width
		c, ok := toByte(r, cm)
		if !ok || c < utf8.RuneSelf || n == 0 && !utf8.RuneStart(c) || n > 0 && utf8.RuneStart(c) {
			return 0
		}
		seq[n] = c
		n++
		if utf8.FullRune(seq[:n]) {
			if r, _ := utf8.DecodeRune(seq[:n]); r == utf8.RuneError || unicode.Is(unicode.Co, r) {
				return 0
			}
			return size
		}
	}
	return 0
}

// readTwice reports whether nearly all non-ASCII text of b, markup left aside,
// is UTF-8 that was read as cm and encoded again.
func readTwice(b []byte, cm *charmap.Charmap) bool {
	twice, others := countTwice(b, cm)
	return twice >= minTwice && twice >= othersPerTwice*others
}

// countTwice counts the characters of b, markup left aside, in runs that are UTF-8
// that was read as cm, and those of other runs with letters.
func countTwice(b []byte, cm *charmap.Charmap) (twice, others int) {
	for s, more := (scanner{b: b}), true; more; {
		more = s.nextTag()
		for run, rest := nextRun(s.text); run != nil; run, rest = nextRun(rest) {
			switch {
			case encodedTwice(run, cm):
				twice += utf8.RuneCount(run)
			case hasLetter(run):
				others += utf8.RuneCount(run)
			}
		}
	}
	return twice, others
}

func hasLetter(run []byte) bool {
	for len(run) > 0 {
		r, n := utf8.DecodeRune(run)
		if unicode.IsLetter(r) {
			return true
		}
		run = run[n:]
	}
	return false
}

// undoUTF8 writes every run of b that was encoded twice in cm, which gives its
// UTF-8 back. Other runs stay as they are.
func undoUTF8(b []byte, cm *charmap.Charmap) []byte {
	out := make([]byte, 0, len(b))
	for len(b) > 0 {
		run, rest := nextRun(b)
		out = append(out, b[:len(b)-len(run)-len(rest)]...)
		if b = rest; !encodedTwice(run, cm) {
			out = append(out, run...)
			continue
		}
		for len(run) > 0 {
			r, n := utf8.DecodeRune(run)
			run = run[n:]
			c, _ := toByte(r, cm)
			out = append(out, c)
		}
	}
	return out
}

const (
	// misreadEach is by how many bits a byte the right charset must beat
	// windows-1252 for UTF-8 text to be rewritten. Arabic does by 8 and more.
	misreadEach = 3
	// misreadGood: the likelihood a byte that the right charset must reach.
	misreadGood = -7
)

// misreadAs returns the charset of text that was read as windows-1252 and
// encoded as UTF-8 ("ÇáÃÎÈÇÑ" for "الأخبار"), or nil when b is not such text.
// Only charsets of other scripts are considered: between two of Latin script
// the letters alone are no proof.
func misreadAs(b []byte) *charmap.Charmap {
	sample, ok := as1252(b)
	if !ok {
		return nil
	}
	g := guesser{sample: sample, h: count(sample), m: loadModel()}
	best, ll := g.bestSingle(func(c *candidate) bool { return !c.latin })
	_, latin := g.bestSingle(func(c *candidate) bool { return c.charset == "windows-1252" })
	if n := g.h.total; n < minTwice || ll < misreadGood*n || ll-latin < misreadEach*n {
		return nil
	}
	return singleByte(best.charset)
}

// as1252 writes a sample of the text of b as windows-1252. ok is false when
// more than a few characters are not in it.
func as1252(b []byte) (sample []byte, ok bool) {
	in, foreign := 0, 0
	for _, r := range string(sampleText(b)) {
		if r < utf8.RuneSelf {
			sample = append(sample, byte(r))
			continue
		}
		if c, ok := toByte(r, charmap.Windows1252); ok {
			sample = append(sample, c)
			in++
		} else {
			foreign++
		}
	}
	return sample, in >= othersPerTwice*foreign
}

// undoCharset reads what was windows-1252 in b as cm.
func undoCharset(b []byte, cm *charmap.Charmap) []byte {
	out := make([]byte, 0, len(b))
	for len(b) > 0 {
		n := firstHigh(b)
		out, b = append(out, b[:n]...), b[n:]
		if len(b) == 0 {
			break
		}
		r, size := utf8.DecodeRune(b)
		b = b[size:]
		if c, ok := toByte(r, charmap.Windows1252); ok && c >= utf8.RuneSelf {
			if read := cm.DecodeByte(c); read != utf8.RuneError {
				r = read
			}
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}
