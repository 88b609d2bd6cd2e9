package rules

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"matn/clean/internal/dom"
)

func TestCSSOf(t *testing.T) {
	tests := []struct{ rule, in, want string }{
		{"class", `//div[@class='text']`, `div[class="text"]`},
		{"one class among others", `//div[contains(concat(' ',normalize-space(@class),' '),' text ')]`, `div[class~="text"]`},
		{"part of an attribute", `//*[contains(@id, "body-")]`, `*[id*="body-"]`},
		{"begin of an attribute", `//p[starts-with(@class,'par')]`, `p[class^="par"]`},
		{"descendants and children", `//article//div/p`, `article div > p`},
		{"alternatives", `//h1 | //h2[@id='x']`, `h1, h2[id="x"]`},
		{"and", `//div[@id='a' and @class='b']`, `div[id="a"][class="b"]`},
		{"or", `//div[@id='a' or @id='b']/p`, `div[id="a"] > p, div[id="b"] > p`},
		{"brackets", `//div[(@id='a' or @id='b') and @lang]`, `div[id="a"][lang], div[id="b"][lang]`},
		{"not", `//p[not(@class='ad')]`, `p:not([class="ad"])`},
		{"position", `//div/p[2]`, `div > p:nth-of-type(2)`},
		{"last", `//ul/li[last()]`, `ul > li:last-of-type`},
		{"text inside", `//p[contains(., 'Read more')]`, `p:contains("Read more")`},
		{"own text", `//p[contains(text(), "Lire")]`, `p:containsOwn("Lire")`},
		{"has", `//div[.//h1]`, `div:has(h1)`},
		{"has child", `//div[h1]`, `div:haschild(h1)`},
		{"attribute at the end", `//meta[@name='author']/@content`, `meta[name="author"]`},
		{"text at the end", `//h1/text()`, `h1`},
		{"id()", `id('story')`, `[id="story"]`},
		{"upper case", `//DIV[@CLASS='x']`, `div[class="x"]`},
		{"quotes", `//div[@title='say "no"']`, `div[title="say \"no\""]`},
		{"sibling axis", `//h1/following-sibling::p`, ""},
		{"parent", `//h1/..`, ""},
		{"function", `substring-after(//h1, 'x')`, ""},
		{"cut off", `//div[@class='x`, ""},
		{"empty", ``, ""},
		{"no path", `div`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			list, err := cssOf(tt.in)
			got := strings.Join(list, ", ")
			if got != tt.want || (err != nil) != (tt.want == "") {
				t.Fatalf("%s is %q, %v, want %q", tt.in, got, err, tt.want)
			}
			if err == nil {
				if _, err := dom.Compile(got); err != nil {
					t.Errorf("%s: %v", got, err)
				}
			}
		})
	}
}

var siteConfig = func() string {
	b, err := os.ReadFile(filepath.Join("..", "..", "fixtures", "rules", "harbour.example.txt"))
	if err != nil {
		panic(err)
	}
	return string(b)
}()

func TestImport(t *testing.T) {
	in, err := Import("site/harbour.example.txt", []byte(siteConfig))
	if err != nil {
		t.Fatal(err)
	}
	set, err := Parse("harbour.yaml", in.YAML)
	if err != nil {
		t.Fatalf("%v in\n%s", err, in.YAML)
	}
	r := set.For("https://www.harbour.example/2")
	if r == nil || r.Title[0].Text != `h1[class="headline"]` || len(r.Strip) != 2 || r.Body[0].Text != `div[class*="story"]` {
		t.Errorf("%+v", r)
	}
	var lines []int
	for _, s := range in.Skipped {
		lines = append(lines, s.Line)
		if !strings.Contains(string(in.YAML), "left out") {
			t.Error("the file does not say what was left out")
		}
	}
	if len(lines) != 4 || lines[0] != 8 || lines[3] != 13 {
		t.Errorf("lines %v were left out, want 8, 9, 10 and 13", lines)
	}
}

func TestImport_FileWithoutUseIsAnError(t *testing.T) {
	for name, src := range map[string]string{"harbour.example.txt": "prune: no\n", "not a host.txt": siteConfig} {
		var e *Error
		if _, err := Import(name, []byte(src)); !errors.As(err, &e) || e.File != name {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzImport(f *testing.F) {
	f.Add(siteConfig)
	f.Add("body: //div[@id='a' or (@b and not(c))][2]//p | id('x')")
	f.Fuzz(func(t *testing.T, src string) {
		in, err := Import("harbour.example.txt", []byte(src))
		var e *Error
		if err != nil {
			if !errors.As(err, &e) {
				t.Fatalf("undocumented error %v", err)
			}
			return
		}
		if _, err := Parse("x", in.YAML); err != nil {
			t.Fatalf("%v in\n%s", err, in.YAML)
		}
	})
}
