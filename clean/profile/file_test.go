package profile_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"matn/clean/block"
	"matn/clean/profile"
)

func bytesOf(t testing.TB, p *profile.Profile) []byte {
	t.Helper()
	b, err := p.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestFile_GivesBackTheSameProfile(t *testing.T) {
	p := &profile.Profile{}
	learn(p, 30, plain)
	b := bytesOf(t, p)
	q := &profile.Profile{}
	if err := q.UnmarshalBinary(b); err != nil {
		t.Fatal(err)
	}
	if again := bytesOf(t, q); !bytes.Equal(b, again) {
		t.Error("written again it gives other bytes")
	}
	if q.Learn(see(plain(7))) || q.Stories() != 30 || q.Lines() != p.Lines() {
		t.Errorf("it knows %d stories, %d lines, want 30, %d", q.Stories(), q.Lines(), p.Lines())
	}
}

// A site of 10,000 pages, each with 20 lines that never come again.
func TestFile_OfTenThousandPagesIsBelowOneMegabyte(t *testing.T) {
	p := &profile.Profile{}
	learn(p, 10_000, func(i int) (string, []block.Block) {
		title := fmt.Sprint("Story ", i)
		blocks := news(title, line(article, .9, notice))
		for k := range 20 {
			blocks = append(blocks, line(menu+uint64(k%7), 0, fmt.Sprintf("Headline %c%c of story %x", 'a'+i%26, 'a'+k%26, i*1000+k)))
		}
		return title, blocks
	})
	size := len(bytesOf(t, p))
	if t.Logf("%d bytes", size); size > 1_000_000 {
		t.Error("more than 1 MB")
	}
	title, blocks := plain(1 << 20)
	p.Mark(blocks, profile.About{Title: title})
	if blocks[5].Kept || blocks[0].Reason.Count < 200 {
		t.Errorf("what all pages share was forgotten: %+v, %+v", blocks[5].Reason, blocks[0].Reason)
	}
}

func TestFile_OtherVersionsAndDamageAreErrorsThatSayWhere(t *testing.T) {
	p := &profile.Profile{}
	learn(p, 3, plain)
	good := bytesOf(t, p)
	other := bytes.Clone(good)
	other[len("matn-profile")] = 9
	var v *profile.VersionError
	if err := p.UnmarshalBinary(other); !errors.As(err, &v) || v.Got != 9 || !strings.Contains(err.Error(), "version 9") {
		t.Errorf("version 9: %v", err)
	}
	if _, err := profile.ReadSet([]byte("matn-sites\x09")); err == nil || err.Error() != "profile: version 9, this matn reads version 1" {
		t.Errorf("a set of version 9: %v", err)
	}
	for _, bad := range [][]byte{nil, []byte("{}"), good[:20], good[:len(good)-1], append(bytes.Clone(good), 0)} {
		if err := p.UnmarshalBinary(bad); !errors.Is(err, profile.ErrCorrupt) || !strings.Contains(err.Error(), "byte") {
			t.Errorf("%d bytes: %v", len(bad), err)
		}
	}
	for i := range good {
		bad := bytes.Clone(good)
		bad[i] ^= 0x40
		if err := p.UnmarshalBinary(bad); err == nil {
			t.Fatalf("byte %d changed: no error", i)
		}
	}
	if p.Stories() != 3 {
		t.Error("a failed read changed the profile")
	}
}

func TestSet_KeepsSitesApart(t *testing.T) {
	s := profile.Set{}
	for i := range 3 {
		s.Learn("paper.example", see(plain(i)))
	}
	s.Learn("", see(plain(9)))
	b, err := s.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	got, err := profile.ReadSet(b)
	if err != nil {
		t.Fatal(err)
	}
	if n := got.For(profile.Site("https://www.paper.example/1")).Stories(); n != 3 {
		t.Errorf("paper.example has %d stories, want 3", n)
	}
	if n := got.For("other.example").Stories(); n != 1 {
		t.Errorf("another site gets %d stories, want the 1 for any site", n)
	}
	b[len(b)-30] ^= 1
	if _, err := profile.ReadSet(b); err == nil || !strings.Contains(err.Error(), `"paper.example"`) {
		t.Errorf("a damaged profile in a set: %v", err)
	}
	if _, err := profile.ReadSet(b[:200]); err == nil || !strings.Contains(err.Error(), "cut off") {
		t.Errorf("a set that ends too soon: %v", err)
	}
	if one, err := profile.ReadSet(bytesOf(t, got[""])); err != nil || one[""].Stories() != 1 {
		t.Errorf("a lone profile is no set: %v", err)
	}
}

func TestSite(t *testing.T) {
	for in, want := range map[string]string{
		"https://www.Paper.co.uk/x": "paper.co.uk", "http://a.blogspot.com/": "a.blogspot.com",
		"https://localhost:8080/": "localhost", "/a/file.html": "", "": "", "http://[::1]/": "::1",
	} {
		if got := profile.Site(in); got != want {
			t.Errorf("Site(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzReadSet(f *testing.F) {
	p := &profile.Profile{}
	learn(p, 4, plain)
	one := bytesOf(f, p)
	set, _ := profile.Set{"a.example": p, "": {}}.MarshalBinary()
	f.Add(one)
	f.Add(set)
	f.Add([]byte("matn-sites\x01"))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := profile.ReadSet(b)
		var v *profile.VersionError
		if err != nil {
			if !errors.Is(err, profile.ErrCorrupt) && !errors.As(err, &v) {
				t.Fatalf("undocumented error: %v", err)
			}
			return
		}
		for _, p := range s { // whatever was read works
			title, blocks := plain(1)
			p.Mark(blocks, profile.About{Title: title})
			p.Learn(profile.See(blocks, title))
			q := &profile.Profile{}
			if err := q.UnmarshalBinary(bytesOf(t, p)); err != nil {
				t.Fatalf("what was written cannot be read: %v", err)
			}
		}
	})
}

func BenchmarkSeeLearnMark(b *testing.B) {
	p := &profile.Profile{}
	learn(p, 100, plain)
	title, blocks := plain(1)
	for i := range 150 {
		blocks = append(blocks, line(menu, 0, fmt.Sprintf("Headline of another story %x", i)))
	}
	b.ReportAllocs()
	for b.Loop() {
		p.Mark(blocks, profile.About{Title: title})
		p.Learn(profile.See(blocks, title))
	}
}
