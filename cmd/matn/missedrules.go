package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"matn/clean/rules"
	"matn/crawler/store"
)

// missedMemo is the name under which a store keeps, for a site, which of its rules
// find nothing on its pages.
const missedMemo = "missed rules"

// fewMissed is the number of articles in a row from which a rule counts as one that
// stopped matching: a page of another kind may lack a byline.
const fewMissed = 3

// missedRule is a rule that found nothing on the last articles, as kept and as JSON.
type missedRule struct {
	Rule     string    `json:"rule"`     // where it is written and what it says
	Articles int       `json:"articles"` // in a row
	Since    time.Time `json:"since"`    // when the first of them was cleaned
}

func (m missedRule) String() string {
	return fmt.Sprintf("rule %s on the last %d articles, since %s: see a page with matn inspect URL --rules, and mend it", m.Rule, m.Articles, m.Since.Format(time.DateOnly))
}

// missedEdit counts what an article says of the rules that it was cleaned with. Rules
// that were matched are not missed any more; those of other hosts stay.
func missedEdit(r *rules.Rules, warnings []string, now time.Time) store.Edit {
	checks := r.Checks()
	return func(old []byte) ([]byte, error) {
		all, _ := readMissed(old) // what cannot be read begins anew
		all = slices.DeleteFunc(all, func(m missedRule) bool {
			return slices.Contains(checks, m.Rule) && !slices.Contains(warnings, m.Rule)
		})
		for _, c := range checks {
			if !slices.Contains(warnings, c) {
				continue
			}
			i := slices.IndexFunc(all, func(m missedRule) bool { return m.Rule == c })
			if i < 0 {
				i = len(all)
				all = append(all, missedRule{Rule: c, Since: now.UTC()})
			}
			all[i].Articles++
		}
		return json.Marshal(all)
	}
}

func readMissed(text []byte) (all []missedRule, err error) {
	if text == nil {
		return nil, nil
	}
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, damagedMemo("list of rules that find nothing", err)
	}
	return all, nil
}

// missedWatch knows of which hosts nothing is missed, so that it need not be written
// down again with each article.
type missedWatch struct {
	mu   sync.Mutex
	fine map[string]bool
}

// edit is what is to be kept after an article; nil if that is nothing new.
func (w *missedWatch) edit(site string, r *rules.Rules, warnings []string, now time.Time) store.Edit {
	if r == nil {
		return nil
	}
	checks := r.Checks()
	missed := slices.ContainsFunc(checks, func(c string) bool { return slices.Contains(warnings, c) })
	key := site + " " + strings.Join(checks, "\n")
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(checks) == 0 || !missed && w.fine[key] {
		return nil
	}
	if w.fine == nil {
		w.fine = map[string]bool{}
	}
	w.fine[key] = !missed
	return missedEdit(r, warnings, now)
}

// missedRules are the rules of a site that find nothing any more and are still among
// those of the crawl.
func missedRules(ctx context.Context, s store.Store, source int64, set rules.Set) ([]missedRule, error) {
	if len(set) == 0 {
		return nil, nil
	}
	text, err := s.Memo(ctx, source, missedMemo)
	if err != nil {
		return nil, err
	}
	all, err := readMissed(text)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(m missedRule) bool {
		held := slices.ContainsFunc(set, func(r *rules.Rules) bool { return slices.Contains(r.Checks(), m.Rule) })
		return m.Articles < fewMissed || !held
	}), nil
}
