package render_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html/atom"

	"matn/clean"
	"matn/clean/render"
)

// clicks presses every button of a report and every role once, and leaves in the
// page which blocks were shown after each: "k" kept, "f" field, "s" stripped, "-"
// hidden. It goes behind the report's own script; a report of a site has no buttons.
const clicks = `<script>
var seen = {};
function note(name) {
  seen[name] = Array.from(document.querySelectorAll('#list .block')).map(function (b) {
    return b.offsetHeight === 0 ? '-' : b.className.split(' ')[1][0];
  }).join('');
}
note('start');
document.querySelectorAll('#filters button').forEach(function (b) { b.click(); note(b.textContent); });
document.querySelector('#filters button')?.click();
document.querySelectorAll('#filters label').forEach(function (l) {
  l.click(); note('without ' + l.querySelector('input').value); l.click();
});
note('end');
seen.wide = document.documentElement.scrollWidth > document.documentElement.clientWidth ? 'yes' : 'no';
var article = document.querySelector('article');
seen.direction = article ? getComputedStyle(article).direction : '';
var out = document.createElement('pre');
out.id = 'seen';
out.textContent = JSON.stringify(seen);
document.body.appendChild(out);
</script>`

// browse opens a page in the browser that MATN_CHROMIUM names, in a window so many
// pixels wide, and gives the page as its scripts left it.
func browse(t *testing.T, page string, width int) string {
	t.Helper()
	browser := os.Getenv("MATN_CHROMIUM")
	if browser == "" {
		t.Skip("MATN_CHROMIUM names no browser, such as /usr/bin/chromium")
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "report.html")
	if err := os.WriteFile(file, []byte(page), 0o644); err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	cmd := exec.Command(browser, "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir="+filepath.Join(dir, "profile"),
		fmt.Sprintf("--window-size=%d,1200", width), "--dump-dom", "file://"+file)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", browser, err, stderr.String())
	}
	return string(out)
}

// TestReport_ButtonsShowAndHideBlocksInABrowser clicks them in a real one, in a
// page from right to left and one from left to right, on a desk and on a phone.
func TestReport_ButtonsShowAndHideBlocksInABrowser(t *testing.T) {
	for _, tc := range []struct{ name, direction string }{{"shorouk-shape", "rtl"}, {"english-second-article", "ltr"}} {
		for _, width := range []int{1280, 500} { // no window of Chromium is narrower
			t.Run(fmt.Sprintf("%s at %d", tc.name, width), func(t *testing.T) {
				a := cleanFixture(t, tc.name)
				seen := clicked(t, browse(t, strings.Replace(reported(t, a), "</body>", clicks+"</body>", 1), width))
				if seen["direction"] != tc.direction || seen["wide"] != "no" {
					t.Errorf("the article runs %s, the page is wider than its window: %s", seen["direction"], seen["wide"])
				}
				kinds := seen["start"]
				for name, shows := range map[string]string{"all": "kfs", "kept only": "k", "stripped only": "s", "end": "kfs"} {
					if want := shown(kinds, func(i int) bool { return strings.Contains(shows, kinds[i:i+1]) }); seen[name] != want {
						t.Errorf("%s shows %s\nof            %s", name, seen[name], kinds)
					}
				}
				for i := range a.Blocks {
					role := a.Blocks[i].Role
					if want := shown(kinds, func(i int) bool { return a.Blocks[i].Role != role }); seen["without "+role.String()] != want {
						t.Fatalf("without %v it shows %s\nwant %s", role, seen["without "+role.String()], want)
					}
				}
			})
		}
	}
}

// shown is kinds with "-" for the blocks that are not shown.
func shown(kinds string, keep func(i int) bool) string {
	s := []byte(kinds)
	for i := range s {
		if !keep(i) {
			s[i] = '-'
		}
	}
	return string(s)
}

// TestSiteReport_FitsItsWindowInABrowser: a phone shows it without scrolling
// sideways, and every dot is drawn.
func TestSiteReport_FitsItsWindowInABrowser(t *testing.T) {
	points := sitePoints()
	points[1].Title = strings.Repeat("a-title-without-a-place-to-break-", 12)
	for _, width := range []int{1280, 500} {
		var out bytes.Buffer
		if err := render.SiteReport(&out, "paper.example", points); err != nil {
			t.Fatal(err)
		}
		page := strings.Replace(out.String(), "style-src 'unsafe-inline'", "style-src 'unsafe-inline'; script-src 'unsafe-inline'", 1)
		seen := clicked(t, browse(t, strings.Replace(page, "</body>", clicks+"</body>", 1), width))
		if seen["wide"] != "no" {
			t.Errorf("at %d the page is wider than its window", width)
		}
	}
}

// clicked reads what clicks left behind.
func clicked(t *testing.T, page string) map[string]string {
	t.Helper()
	for n := range parseHTML(t, page).Descendants() {
		if n.DataAtom == atom.Pre && attrOf(n, "id") == "seen" {
			seen := map[string]string{}
			if err := json.Unmarshal([]byte(innerText(n)), &seen); err != nil {
				t.Fatal(err)
			}
			return seen
		}
	}
	t.Fatalf("the scripts did not run: %.400s", page)
	return nil
}

func cleanFixture(t *testing.T, name string) *clean.Article {
	t.Helper()
	c, err := clean.New(clean.Options{Paths: true})
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join("..", "..", "fixtures", "pages", name, "page.html"))
	if err != nil {
		t.Fatal(err)
	}
	a, err := c.HTML(page, clean.PageInfo{})
	if err != nil {
		t.Fatal(err)
	}
	return a
}
