package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"matn/crawler"
	"matn/crawler/store"
)

// parses holds a command line of the files for operators to the flags that there are.
func parses(t *testing.T, where string, args []string) {
	t.Helper()
	cmd, rest, err := newRootCommand().Find(args)
	if err == nil {
		err = cmd.ParseFlags(rest)
	}
	if err == nil && cmd.HasParent() && cmd.Args != nil {
		err = cmd.Args(cmd, cmd.Flags().Args())
	}
	if err != nil || !cmd.HasParent() {
		t.Errorf("%s: matn %s: %v", where, strings.Join(args, " "), err)
	}
}

// unitLine is a command of a unit of systemd.
var unitLine = regexp.MustCompile(`(?m)^ExecStart=/usr/local/bin/matn (.*)$`)

func TestDeploy_UnitsRunCommandsThatExist(t *testing.T) {
	units, err := filepath.Glob("deploy/*.service")
	if err != nil || len(units) == 0 {
		t.Fatalf("no units: %v", err)
	}
	for _, unit := range units {
		lines := unitLine.FindAllStringSubmatch(readFile(t, unit), -1)
		if len(lines) == 0 {
			t.Errorf("%s runs nothing", unit)
		}
		for _, line := range lines {
			parses(t, unit, strings.Fields(line[1]))
		}
	}
}

func TestDeploy_UnitsPassSystemd(t *testing.T) {
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("systemd-analyze is not installed")
	}
	dir := t.TempDir()
	units, err := filepath.Glob("deploy/matn-*")
	if err != nil || len(units) < 3 {
		t.Fatalf("%v, %v", units, err)
	}
	args := []string{"verify", "--man=no"}
	for _, unit := range units {
		// What is to be installed is not, here: another program stands for it.
		text := strings.ReplaceAll(readFile(t, unit), "/usr/local/bin/matn ", "/bin/true ")
		copied := filepath.Join(dir, filepath.Base(unit))
		if err := os.WriteFile(copied, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		args = append(args, copied)
	}
	if out, err := exec.Command(analyze, args...).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("systemd-analyze verify: %v\n%s", err, out)
	}
}

// composeFile is what the test reads of compose.yaml.
type composeFile struct {
	Services map[string]struct {
		Command []string `yaml:"command"`
		Volumes []string `yaml:"volumes"`
		Build   struct {
			Context    string `yaml:"context"`
			Dockerfile string `yaml:"dockerfile"`
		} `yaml:"build"`
	} `yaml:"services"`
	Volumes map[string]any `yaml:"volumes"`
}

func TestDeploy_ComposeNamesWhatExists(t *testing.T) {
	var c composeFile
	if err := yaml.Unmarshal([]byte(readFile(t, "deploy/compose.yaml")), &c); err != nil {
		t.Fatal(err)
	}
	worker := c.Services["worker"]
	parses(t, "compose.yaml", worker.Command)
	if _, err := os.Stat(filepath.Join("deploy", worker.Build.Context, worker.Build.Dockerfile)); err != nil {
		t.Error(err)
	}
	for name, service := range c.Services {
		for _, volume := range service.Volumes {
			source, _, _ := strings.Cut(volume, ":")
			file, isFile := strings.CutPrefix(source, "./")
			if _, ok := c.Volumes[source]; !isFile && !ok {
				t.Errorf("%s: volume %s is not declared", name, source)
			}
			if file == "sites.yaml" { // the operator's, made of
				file = "sites.example.yaml"
			}
			if _, err := os.Stat(filepath.Join("deploy", file)); isFile && err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if _, err := readConfig("deploy/sites.example.yaml"); err != nil {
		t.Error(err)
	}
}

// TestDeploy_ComposePassesItsClient has the client of compose read the file, with the
// schema that it has for it. No daemon is needed.
func TestDeploy_ComposePassesItsClient(t *testing.T) {
	if err := exec.Command("docker", "compose", "version").Run(); err != nil {
		t.Skip("docker compose is not installed")
	}
	cmd := exec.Command("docker", "compose", "-f", "deploy/compose.yaml", "config", "--quiet")
	cmd.Env = append(os.Environ(), "MATN_PASSWORD=secret")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("docker compose config: %v\n%s", err, out)
	}
}

func TestDeploy_ContainerRunsMatn(t *testing.T) {
	text := readFile(t, "deploy/Containerfile")
	command := regexp.MustCompile(`(?m)^CMD (\[.*\])$`).FindStringSubmatch(text)
	if command == nil || !strings.Contains(text, "\nUSER 65532:65532\n") {
		t.Fatal("no CMD, or root")
	}
	var args []string
	if err := json.Unmarshal([]byte(command[1]), &args); err != nil {
		t.Fatal(err)
	}
	if cmd, _, err := newRootCommand().Find(args); err != nil || !cmd.HasParent() {
		t.Errorf("matn %v: %v", args, err)
	}
	module := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(readFile(t, "../../go.mod"))
	if module == nil || !strings.Contains(text, "golang:"+module[1]+"-") {
		t.Errorf("the Containerfile does not build with the Go of go.mod, %v", module)
	}
}

// metricName is one of ours in an expression of Prometheus.
var metricName = regexp.MustCompile(`\b(matn_[a-z_]+?)(_bucket)?[{\[]`)

func TestDeploy_DashboardShowsMetricsThatExist(t *testing.T) {
	m, registry := newMetrics()
	m.event(crawler.Event{What: crawler.Fetched, Site: "s", Kind: store.Front, Status: 200, Outcome: store.Outcome{New: true}})
	m.jobs.WithLabelValues("host", "done").Inc()
	var board struct {
		Panels []struct {
			Title   string `json:"title"`
			Targets []struct {
				Expr string `json:"expr"`
			} `json:"targets"`
		} `json:"panels"`
	}
	if err := json.Unmarshal([]byte(readFile(t, "deploy/dashboard.json")), &board); err != nil {
		t.Fatal(err)
	}
	shown := map[string]bool{}
	for _, panel := range board.Panels {
		for _, target := range panel.Targets {
			for _, name := range metricName.FindAllStringSubmatch(target.Expr, -1) {
				shown[name[1]] = true
				if n, err := testutil.GatherAndCount(registry, name[1]); err != nil || n == 0 {
					t.Errorf("%s: there is no metric %s (%v)", panel.Title, name[1], err)
				}
			}
		}
	}
	if len(shown) < 5 {
		t.Errorf("the dashboard shows %v", shown)
	}
}
