package crawler

import (
	"bytes"
	"context"
	"encoding/json"

	"matn/crawler/discover"
)

// patternMemo is the name under which a source's pattern is kept.
const patternMemo = "pattern"

// taught is the pattern of a source, and what it learned in this slice. Another
// worker may have taught it meanwhile, at another host of the source.
type taught struct {
	*discover.Pattern
	kept    []byte // as it was read
	lessons []lesson
}

// lesson adds to what a pattern knows. One that is given again adds nothing.
type lesson func(*discover.Pattern)

func (t *taught) learn(l lesson) {
	l(t.Pattern)
	t.lessons = append(t.lessons, l)
}

// edit is a store.Edit: it gives the lessons to what others have made of the pattern.
func (t *taught) edit(old []byte) ([]byte, error) {
	if bytes.Equal(old, t.kept) {
		return json.Marshal(t.Pattern)
	}
	p := readPattern(old)
	for _, l := range t.lessons {
		l(p)
	}
	return json.Marshal(p)
}

// readPattern reads what was kept. A damaged one is learned anew.
func readPattern(text []byte) *discover.Pattern {
	p := &discover.Pattern{}
	if text != nil && json.Unmarshal(text, p) != nil {
		p = &discover.Pattern{}
	}
	return p
}

// pattern is what is known of the article URLs of a source.
func (s *slice) pattern(ctx context.Context, source int64) (*taught, error) {
	if t, ok := s.patterns[source]; ok {
		return t, nil
	}
	text, err := s.c.o.Store.Memo(ctx, source, patternMemo)
	if err != nil {
		return nil, err
	}
	t := &taught{Pattern: readPattern(text), kept: text}
	s.patterns[source] = t
	return t, nil
}
