package crawler

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"time"

	"matn/crawler/page"
	"matn/crawler/store"
)

// Some sites answer for a page that they do not have with status 200 and a text that
// says so, or with whatever they show instead. Such a text turns up under several
// URLs. So the second one makes suspicious, and a URL that nobody can have written
// tells: when that gives the text too, it is no article.

// softMemo is the name under which the hashes of such texts are kept for a source.
const softMemo = "soft404"

// maxSoft bounds them: a site has a handful of such texts.
const maxSoft = 32

// soft gives the hashes of a source's texts for what does not exist.
func (s *slice) soft(ctx context.Context, source int64) ([]uint64, error) {
	if known, ok := s.softs[source]; ok {
		return known, nil
	}
	text, err := s.c.o.Store.Memo(ctx, source, softMemo)
	if err != nil {
		return nil, err
	}
	known := readSoft(text)
	if s.softs == nil {
		s.softs = map[int64][]uint64{}
	}
	s.softs[source] = known
	return known, nil
}

// readSoft reads such hashes. Damaged ones are found out anew.
func readSoft(text []byte) (known []uint64) {
	if text != nil && json.Unmarshal(text, &known) != nil {
		return nil
	}
	return known
}

// suspect looks into a new article whose text the site has under another URL too.
func (s *slice) suspect(ctx context.Context, home *site, v *visit, out store.Outcome) error {
	a := v.result.Article
	if !out.New || out.DuplicateOf == 0 || a == nil || a.Hash == 0 {
		return nil
	}
	twin, err := s.c.o.Store.Article(ctx, out.DuplicateOf)
	if err != nil || twin.Host != a.Host || twin.Source != a.Source {
		return ignore(err, store.ErrNotFound)
	}
	probed := fmt.Sprint(a.Source, " ", a.Hash)
	if _, done := s.c.probed.LoadOrStore(probed, true); done {
		return nil
	}
	same, err := s.probe(ctx, home, v.target, a.Content)
	if err != nil || !same {
		return err
	}
	edit := func(old []byte) ([]byte, error) {
		known := append(readSoft(old), a.Hash)
		return json.Marshal(known[max(0, len(known)-maxSoft):])
	}
	if err := s.c.o.Store.EditMemo(ctx, a.Source, softMemo, edit, s.c.o.Now()); err != nil {
		return err
	}
	delete(s.softs, a.Source) // read again, with those that others have found
	return errors.Join(s.retract(ctx, home, out.Article, a.URL), s.retract(ctx, home, twin.ID, twin.URL))
}

func ignore(err, harmless error) error {
	if errors.Is(err, harmless) {
		return nil
	}
	return err
}

// probe asks beside a page for one that cannot exist, and reports whether its text is
// the same. It is a request like any other; where it would have to wait long, or may
// not be made, nothing is known.
func (s *slice) probe(ctx context.Context, home *site, beside *url.URL, c store.Content) (same bool, err error) {
	target := *beside
	target.Path, target.RawPath, target.RawQuery = beside.Path+"-"+strconv.FormatUint(c.Hash, 36), "", ""
	policy := s.policies[origin(beside)]
	if policy == nil || policy.Check(s.c.o.Agent, &target) != nil {
		return false, nil
	}
	if ok, err := s.pause(ctx); err != nil || !ok {
		return false, err
	}
	begun := s.c.o.Now()
	p, err := s.fetch(ctx, home, store.URL{URL: target.String(), Host: s.lease.Host, Kind: store.Page})
	if ctx.Err() != nil && err != nil {
		return false, context.Cause(ctx)
	}
	s.answered(home, p, err)
	e := Event{What: Probed, Time: begun, Site: home.source.Name, Host: s.lease.Host, URL: target.String(), Kind: store.Page, Err: err}
	if err == nil {
		e.Status, e.Bytes, e.Took = p.Status, p.WireBytes, p.Took
		same, err = s.sameAs(ctx, home, p, c)
	} else {
		err = nil // no answer tells nothing
	}
	s.c.observe(e)
	return same, err
}

func (s *slice) sameAs(ctx context.Context, home *site, p *page.Page, c store.Content) (bool, error) {
	if p.Status != 200 {
		return false, nil
	}
	r, err := s.clean(ctx, home, p)
	return r.Hash == c.Hash || store.Near(r.SimHash, c.SimHash), err
}

// retract takes an article back that was none.
func (s *slice) retract(ctx context.Context, home *site, article int64, rawURL string) error {
	if err := s.c.o.Store.Retract(ctx, article); err != nil {
		return ignore(err, store.ErrNotFound)
	}
	u, err := s.c.o.Store.URL(ctx, rawURL)
	if err != nil {
		return ignore(err, store.ErrNotFound)
	}
	u.State, u.NextAt, u.Article, u.Error = store.Gone, time.Time{}, 0, softError
	_, err = s.keep(ctx, home, store.Result{URL: u}, Event{What: Missing})
	return err
}

const softError = "missing: the site answers so, with status 200, for what it does not have"

// isSoft reports whether a record is a text for what does not exist.
func (v *visit) isSoft(ctx context.Context, r Record) (bool, error) {
	known, err := v.soft(ctx, v.url.Source)
	return r.Hash != 0 && slices.Contains(known, r.Hash), err
}
