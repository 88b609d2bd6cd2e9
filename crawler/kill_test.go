package crawler_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"matn/crawler"
	"matn/crawler/fetch"
	"matn/crawler/store"
	"matn/crawler/store/sqlite"
)

// envChild makes the test binary crawl: "STORE URL URL ...".
const envChild = "MATN_CRAWL_CHILD"

func TestMain(m *testing.M) {
	if args := os.Getenv(envChild); args != "" {
		if err := hamper(os.Getenv(envHamper)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		if err := child(strings.Fields(args)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// envHamper takes something from the child: "space" all files beyond 700 KB, "rights"
// those of root.
const envHamper = "MATN_CRAWL_HAMPER"

func hamper(what string) error {
	switch what {
	case "space":
		signal.Ignore(syscall.SIGXFSZ) // so that a write fails, as on a full disk
		return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 700 << 10, Max: 700 << 10})
	case "rights":
		if os.Geteuid() == 0 {
			const nobody = 65534
			return errors.Join(syscall.Setgid(nobody), syscall.Setuid(nobody))
		}
	}
	return nil
}

// child does one round.
func child(args []string) error {
	ctx, cancel := context.WithTimeout(context.Background(), roundTime)
	defer cancel()
	s, err := sqlite.Open(ctx, args[0], sqlite.Options{})
	if err != nil {
		return err
	}
	f, err := fetch.New(fetch.Options{})
	if err != nil {
		return err
	}
	c, err := crawler.New(crawler.Options{Store: s, Fetch: f, Agent: "matn", Clean: cleaner, Once: true, Factor: -1})
	if err != nil {
		return err
	}
	var sites []crawler.Site
	for _, url := range args[1:] {
		sites = append(sites, crawler.Site{URL: url, Feeds: []string{url + "/feed.xml"}, Sitemaps: []string{url + "/feed.xml"}, Delay: time.Millisecond})
	}
	if err := crawler.AddSites(ctx, s, sites, time.Now()); err != nil {
		return err
	}
	if _, err := c.Run(ctx); err != nil {
		return err
	}
	return s.Close()
}

func startChild(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), envChild+"="+strings.Join(args, " "))
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	return cmd
}

// TestCrawl_KilledAnywhereLosesNothing kills a crawl 20 times at random moments.
func TestCrawl_KilledAnywhereLosesNothing(t *testing.T) {
	const hosts, articles, kills = 8, 60, 20
	c := newClock(1)
	path := filepath.Join(t.TempDir(), "articles.db")
	args := []string{path}
	var papers []*paper
	for range hosts {
		p := newPaper(t, c)
		p.text("/", "text/html", "<p>")
		var paths []string
		for i := range articles {
			name := fmt.Sprintf("/news/2026/a-story-of-the-year-%d", i)
			paths = append(paths, name)
			p.article(name, fmt.Sprint(p.URL, " ", i), fmt.Sprint("text ", i, " of ", p.URL))
		}
		p.feed("/feed.xml", paths...)
		papers = append(papers, p)
		args = append(args, p.URL)
	}
	for range kills {
		cmd := startChild(t, args...)
		time.Sleep(time.Duration(5+rand.IntN(70)) * time.Millisecond)
		_ = cmd.Process.Kill() // SIGKILL; it may have ended, late in the test
		_ = cmd.Wait()
	}
	if err := startChild(t, args...).Wait(); err != nil {
		t.Fatalf("the last round: %v", err)
	}
	s := openStore(t, path)
	defer s.Close()
	titles := map[string]int{}
	for a, err := range s.Articles(t.Context(), store.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		titles[a.Title]++
	}
	repeated := 0
	for _, p := range papers {
		asked := p.asked()
		for i := range articles {
			if n := titles[fmt.Sprint(p.URL, " ", i)]; n != 1 {
				t.Errorf("article %d of %s is there %d times", i, p.URL, n)
			}
			if n := count(asked, fmt.Sprintf("/news/2026/a-story-of-the-year-%d", i)); n > 1 {
				repeated += n - 1
			}
		}
		if p.overlaps > 0 {
			t.Errorf("%s had two requests in flight", p.URL)
		}
	}
	if most := kills * hosts; repeated > most {
		t.Errorf("%d articles were fetched again, more than the %d that were in flight", repeated, most)
	}
	t.Logf("%d of %d fetches were repeated after %d kills", repeated, hosts*articles, kills)
	integrity(t, path)
}

// integrity has SQLite check the file.
func integrity(t *testing.T, path string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var verdict string
	if err := db.QueryRow("PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
		t.Errorf("integrity_check: %q, %v", verdict, err)
	}
}

func TestCrawl_SecondProcessIsRefused(t *testing.T) {
	c := newClock(1)
	path := filepath.Join(t.TempDir(), "articles.db")
	s := openStore(t, path)
	cmd := exec.Command(os.Args[0])
	p := good(t, c)
	cmd.Env = append(os.Environ(), envChild+"="+path+" "+p.URL)
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "in use by another process: "+path) {
		t.Errorf("second process: %v, %s", err, out)
	}
	if got := p.asked(); len(got) > 0 {
		t.Errorf("it asked for %q", got)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := startChild(t, path, p.URL).Wait(); err != nil {
		t.Errorf("after the first has ended: %v", err)
	}
}

// hampered runs a child that has to fail, and gives what it says.
func hampered(t *testing.T, what, path string, p *paper) string {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), envChild+"="+path+" "+p.URL, envHamper+"="+what)
	out, err := cmd.CombinedOutput()
	if code := cmd.ProcessState.ExitCode(); err == nil || code != 1 {
		t.Errorf("without %s the crawl ends with %d, %v: %s", what, code, err, out)
	}
	return string(out)
}

func TestCrawl_FullDiskLosesNothingThatWasCommitted(t *testing.T) {
	const articles = 60
	c := newClock(1)
	p := newPaper(t, c)
	p.text("/", "text/html", "<p>")
	var paths []string
	for i := range articles {
		path := fmt.Sprintf("/news/2026/a-story-of-the-year-%d", i)
		paths = append(paths, path)
		p.article(path, fmt.Sprint("t", i), fmt.Sprint(i, strings.Repeat(" a text that takes some room on the disk", 200)))
	}
	p.feed("/feed.xml", paths...)
	path := filepath.Join(t.TempDir(), "articles.db")
	if out := hampered(t, "space", path, p); !strings.Contains(out, "what was committed is safe") {
		t.Errorf("a full disk says %q", out)
	}
	s := openStore(t, path)
	before := 0
	for range s.Articles(t.Context(), store.Filter{}) {
		before++
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if before == 0 || before == articles {
		t.Errorf("%d articles were committed before the disk was full", before)
	}
	integrity(t, path)
	if err := startChild(t, path, p.URL).Wait(); err != nil {
		t.Fatal(err)
	}
	s = openStore(t, path)
	defer s.Close()
	after := 0
	for range s.Articles(t.Context(), store.Filter{}) {
		after++
	}
	if after != articles {
		t.Errorf("%d articles, want %d", after, articles)
	}
	integrity(t, path)
}

func TestCrawl_ReadOnlyStoreIsRefused(t *testing.T) {
	c := newClock(1)
	p := good(t, c)
	dir := t.TempDir()
	path := filepath.Join(dir, "articles.db")
	if err := openStore(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{path, path + ".lock"} {
		if err := os.Chmod(file, 0o444); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(os.Chmod(filepath.Dir(dir), 0o755), os.Chmod(dir, 0o555)); err != nil { // others may look, nobody may write
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(dir, 0o755) })
	if out := hampered(t, "rights", path, p); !strings.Contains(out, path) || !strings.Contains(out, "permission") {
		t.Errorf("a store without rights says %q", out)
	}
	if got := p.asked(); len(got) > 0 {
		t.Errorf("it asked for %q", got)
	}
}
