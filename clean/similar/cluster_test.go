package similar_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"matn/clean/similar"
)

// Two events, told by several papers each in words of their own.
var stories = []string{
	"افتتح وزير النقل جسر المرفأ الجديد صباح الأحد بعد أعمال استمرت ثلاث سنوات، وقال إن الجسر سيخفف زحام الشاحنات عند مدخل المرفأ الشرقي",
	"بدأت في المختبر الوطني تجارب على بطاريات من الصوديوم يأمل الباحثون أن تخزن طاقة الشمس بكلفة أقل من الليثيوم",
	"الشاحنات تعبر جسر المرفأ للمرة الأولى: الوزير حضر الافتتاح أمس الأحد ووصف الجسر بأنه نهاية زحام دام سنوات عند المدخل الشرقي للمرفأ",
	"بطارية الصوديوم أرخص من الليثيوم، هذا ما يأمل إثباته باحثو المختبر الوطني في تجارب جديدة على تخزين طاقة الشمس",
	"بعد ثلاث سنوات من الأعمال صار للمرفأ جسر جديد، والشاحنات التي كانت تنتظر ساعات عند المدخل الشرقي عبرت اليوم بلا زحام كما وعد وزير النقل",
	"فاز فريق الأحياء القديمة بكأس المدينة لكرة القدم بعد ركلات الترجيح",
}

func TestClusters_RewritesOfOneEventAreOne(t *testing.T) {
	docs := make([]similar.Doc, len(stories))
	for i, s := range stories {
		docs[i].Text = s
	}
	if got, want := fmt.Sprint(similar.Clusters(docs, 0, 0)), "[0 1 0 1 0 5]"; got != want {
		t.Errorf("clusters %s, want %s", got, want)
	}
}

func TestClusters_DaysTooFarApartAreTwoEvents(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2024, 1, n, 0, 0, 0, 0, time.UTC) }
	docs := []similar.Doc{{stories[0], day(1)}, {stories[0], day(20)}, {stories[0], day(21)}, {Text: stories[2]}}
	got := similar.Clusters(docs, 0, 3*24*time.Hour)
	if got[0] != 0 || got[1] != 1 || got[2] != 1 { // the last text, whose day nobody knows, joins either
		t.Errorf("clusters %v, want 0, 1, 1", got)
	}
}

func TestClusters_NothingAndEmptyTexts(t *testing.T) {
	if got := similar.Clusters(nil, 0, 0); len(got) != 0 {
		t.Error(got)
	}
	if got := fmt.Sprint(similar.Clusters([]similar.Doc{{}, {Text: "…"}, {}}, 0, 0)); got != "[0 1 2]" {
		t.Errorf("texts without words: %s", got)
	}
}

// The directory of MATN_SEEDS holds *.body.txt: articles of several papers about
// one event.
func TestClusters_ArticlesOfOneEvent(t *testing.T) {
	dir := os.Getenv("MATN_SEEDS")
	if dir == "" {
		t.Skip("MATN_SEEDS names no directory of articles about one event")
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.body.txt"))
	if err != nil || len(files) < 2 {
		t.Fatalf("%d articles in %s: %v", len(files), dir, err)
	}
	var docs []similar.Doc
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, similar.Doc{Text: string(b)})
	}
	for _, s := range stories {
		docs = append(docs, similar.Doc{Text: s})
	}
	got := similar.Clusters(docs, 0, 0)
	for i, c := range got {
		if event := i < len(files); event != (c == 0) {
			t.Errorf("clusters %v: the first %d texts are one event, and no other is of it", got, len(files))
			break
		}
	}
}

func ExampleClusters() {
	docs := []similar.Doc{
		{Text: "The old ferry was sold to the museum of the harbour on Monday."},
		{Text: "A comet will pass the moon tonight, astronomers say."},
		{Text: "Museum buys old harbour ferry: sold on Monday, the ferry will be shown to visitors."},
	}
	fmt.Println(similar.Clusters(docs, 0, 0))
	// Output: [0 1 0]
}

func ExampleCollection() {
	var c similar.Collection
	for _, text := range []string{
		"The old ferry was sold to the museum of the harbour on Monday.",
		"A comet will pass the moon tonight, astronomers say.",
		"Museum buys old harbour ferry: sold on Monday, the ferry will be shown to visitors.",
	} {
		c.Add(similar.Doc{Text: text}) // the text itself is not kept
	}
	fmt.Println(c.Clusters(similar.Rewritten, 0))
	// Output: [0 1 0]
}

// A count that is too large to be kept must not make another word of the word.
func TestCollection_WordsSaidVeryOften(t *testing.T) {
	var c similar.Collection
	for _, word := range []string{"ferry ", "harbour ", "ferry ", "comet "} {
		c.Add(similar.Doc{Text: strings.Repeat(word, 1000)})
	}
	if got, want := fmt.Sprint(c.Clusters(0, 0)), "[0 1 0 3]"; got != want {
		t.Errorf("clusters %s, want %s", got, want)
	}
}

// BenchmarkCollection reports how many bytes of memory a text of 400 words takes,
// most of which other texts have as well.
func BenchmarkCollection(b *testing.B) {
	var c similar.Collection
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	n := 0
	for b.Loop() {
		var text strings.Builder
		for k := range 400 {
			fmt.Fprintf(&text, "word%d ", (n*7919+k*k*31)%20_000)
		}
		c.Add(similar.Doc{Text: text.String()})
		n++
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(n), "B/text")
	runtime.KeepAlive(&c)
}
