package discover

import (
	"strings"
	"testing"
)

func TestTrap(t *testing.T) {
	tests := []struct{ path, want string }{
		{"/news/2026/03/01/old-bridge-opens", ""},
		{"/news/article.aspx?id=12&date=2026-03-01", ""},
		{"/a/b/a/c", ""},
		{"/news?page=2", ""},
		{"/12345", ""},
		{"/feed.xml", ""},
		{"/story.of.the.mp3", "file"},
		{"/wp-content/uploads/2026/03/old-bridge-opens.JPG", "file"},
		{"/2026", "calendar"},
		{"/2026/03/", "calendar"},
		{"/events/2026/03/01", "calendar"},
		{"/archive/2026-03-01", "calendar"},
		{"/archive?date=2026-03-01", "calendar"},
		{"/archive?year=2026&month=3", "calendar"},
		{"/archive?month=3", ""},
		{"/login?next=/news/1", "address"},
		{"/share?u=https://paper.example/1", "address"},
		{"/a/b/a/b/", "repeats a/b"},
		{"/x/a/x/b/x", "repeats x"},
		{"/f?c=1&c=2&c=3", "repeats a parameter"},
		{"/f?a=1&b=2&c=3&d=4&e=5&f=6&g=7&h=8&i=9", "parameters"},
		{"/" + strings.Repeat("a", 2000), "longer"},
		{"/1/2/3/4/5/6/7/8/9/10/11/12/13", "segments"},
	}
	for _, tt := range tests {
		got := Trap(at(t, "https://paper.example"+tt.path))
		if (got == "") != (tt.want == "") || !strings.Contains(got, tt.want) {
			t.Errorf("Trap(%.60s) = %q, want %q", tt.path, got, tt.want)
		}
	}
}
