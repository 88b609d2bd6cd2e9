package eval_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"matn/clean/eval"
)

func TestFlatten(t *testing.T) {
	tests := []struct {
		rule, in string
		want     []string
	}{
		{"empty", "", nil},
		{"a block a line", "<p>a</p><div>b<h2>c</h2>d</div>", []string{"a", "b", "c", "d"}},
		{"inline tags leave no trace", "<p>a <b>b</b>, <a href=x>c</a>d</p>", []string{"a b, cd"}},
		{"br breaks", "<div>a<br>b<br><br>c</div>", []string{"a", "b", "c"}},
		{"white space becomes one space", "<p> a\n\t\u00a0 b </p>", []string{"a b"}},
		{"items and menus stay", "<nav><ul><li>Home<li>News</ul></nav><button>Go</button>", []string{"Home", "News", "Go"}},
		{"cells of a row stand beside each other", "<table><tr><td>a<td>b<tr><td>c</table>", []string{"a b", "c"}},
		{"cells with blocks break", "<table><tr><td><p>a</p><td><p>b</p></table>", []string{"a", "b"}},
		{"pre keeps its lines", "<pre>a\n  b\n\nc</pre>", []string{"a", "b", "c"}},
		{"head, scripts, forms' values go", "<title>t</title><script>s</script><style>s</style><select><option>o</select><textarea>x</textarea><p>a", []string{"a"}},
		{"what the page hides stays", `<p style="display:none">x</p><p hidden>y</p><div style="display: none"><p>z</p></div><p>a</p>`, []string{"x", "y", "z", "a"}},
		{"a noscript that pleads stays", "<body><noscript>Switch scripts on</noscript><p>a</p>", []string{"Switch scripts on", "a"}},
		{"a noscript of tags goes", "<body><noscript><img src=x></noscript><p>a</p>", []string{"a"}},
		{"a noscript of paragraphs is read", "<body><noscript><p>" + strings.Repeat("word ", 100) + "</p><p>b</p></noscript>", []string{strings.TrimSpace(strings.Repeat("word ", 100)), "b"}},
		{"entities", "<p>a &amp; b&nbsp;&lt;c&gt;</p>", []string{"a & b <c>"}},
		{"a comment goes", "<p>a<!-- b -->c</p>", []string{"ac"}},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			got, err := eval.Flatten([]byte(tt.in))
			if err != nil || !slices.Equal(got, tt.want) {
				t.Errorf("Flatten(%q) = %q, %v, want %q", tt.in, got, err, tt.want)
			}
		})
	}
}

func TestFlatten_DeepPageIsRead(t *testing.T) {
	got, err := eval.Flatten([]byte(strings.Repeat("<div>", 5000) + "<p>deep</p>"))
	if err != nil || !slices.Equal(got, []string{"deep"}) {
		t.Errorf("got %q, %v", got, err)
	}
}

func FuzzFlatten(f *testing.F) {
	for _, s := range []string{"<p>a<br>b", "<table><td>x", "<noscript><p>", "<pre>a\nb", "<a hidden><div>x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		lines, err := eval.Flatten([]byte(s))
		if err != nil {
			t.Fatalf("Flatten(%q): %v", s, err)
		}
		for _, line := range lines {
			if line == "" || line != strings.Join(strings.Fields(line), " ") {
				t.Errorf("Flatten(%q) has line %q", s, line)
			}
		}
	})
}

func ExampleFlatten() {
	lines, err := eval.Flatten([]byte("<nav>Home</nav><h1>Talks end</h1><p>The talks<br>ended.</p>"))
	if err != nil {
		panic(err)
	}
	fmt.Println(strings.Join(lines, " / "))
	// Output: Home / Talks end / The talks / ended.
}
