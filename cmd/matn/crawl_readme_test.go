package main

import (
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
