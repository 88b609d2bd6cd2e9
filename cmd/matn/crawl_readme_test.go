package main

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

var (
	yamlBlock = regexp.MustCompile("(?ms)^```yaml\n(store:.*?)^```$")
	unitBlock = regexp.MustCompile("(?ms)^```ini\n(.*?)^```$")
	cronLine  = regexp.MustCompile(`(?m)^\*/15 \* \* \* \* +(cd .* --once .*)$`)
)

func TestReadme_SmallestConfigurationIsOne(t *testing.T) {
	blocks := yamlBlock.FindAllStringSubmatch(readFile(t, readme), -1)
	if len(blocks) == 0 {
		t.Fatal("README.md shows no configuration")
	}
	for _, block := range blocks {
		path := filepath.Join(t.TempDir(), "sites.yaml")
		if err := os.WriteFile(path, []byte(block[1]), 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := readConfig(path)
		if err != nil {
			t.Fatal(err)
		}
		site := c.sites()[0]
		if _, contact := c.identity(); contact != "ops@example.org" || site.Delay != time.Second || site.Interval != 15*time.Minute ||
			c.storeName() != filepath.Join(filepath.Dir(path), "articles.db") {
			t.Errorf("%+v, %+v", c, site)
		}
	}
}

// TestReadme_UnitsAreValid has systemd look at the units, where it is installed.
func TestReadme_UnitsAreValid(t *testing.T) {
	blocks := unitBlock.FindAllStringSubmatch(readFile(t, readme), -1)
	if len(blocks) < 2 {
		t.Fatalf("README.md shows %d units", len(blocks))
	}
	verify, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("systemd-analyze is not installed")
	}
	dir := t.TempDir()
	var paths []string
	for _, block := range blocks[:2] {
		path := filepath.Join(dir, "matn.service")
		if strings.Contains(block[1], "[Timer]") {
			path = filepath.Join(dir, "matn.timer")
		}
		unit := strings.ReplaceAll(block[1], "/usr/local/bin/matn", os.Args[0]) // something that exists
		if err := os.WriteFile(path, []byte(unit), 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	if out, err := exec.Command(verify, append([]string{"verify"}, paths...)...).CombinedOutput(); err != nil {
		t.Errorf("systemd-analyze verify: %v\n%s", err, out)
	}
}

// TestReadme_CrontabLineRuns does what cron would: the line, by sh, in cron's
// environment.
func TestReadme_CrontabLineRuns(t *testing.T) {
	line := cronLine.FindStringSubmatch(readFile(t, readme))
	if line == nil {
		t.Fatal("README.md shows no line of a crontab")
	}
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no sh")
	}
	paper := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
		}
	}))
	defer paper.Close()
	dir, program := t.TempDir(), filepath.Join(t.TempDir(), "matn")
	if err := os.Symlink(testBinary(t), program); err != nil {
		t.Skip(err)
	}
	config := fmt.Sprintf("store: articles.db\ndefaults: {delay: 0s}\nsites:\n  - url: %s/\n", paper.URL)
	if err := os.WriteFile(filepath.Join(dir, "sites.yaml"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(sh, "-c", strings.NewReplacer("/srv/matn", dir, "/usr/local/bin/matn", program).Replace(line[1]))
	cmd.Env = []string{"PATH=/usr/bin:/bin", "HOME=" + dir, "SHELL=/bin/sh", "LOGNAME=matn"}
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == exitNothing { // the paper has no article
		err = nil
	}
	if err != nil || len(out) > 0 {
		t.Errorf("%v: %s", err, out)
	}
	if text, err := os.ReadFile(filepath.Join(dir, "report.json")); err != nil || !strings.Contains(string(text), `"fetched"`) {
		t.Errorf("report: %v, %s", err, text)
	}
}

func testBinary(t *testing.T) string {
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return path
}
