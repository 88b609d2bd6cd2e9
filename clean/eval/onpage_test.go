package eval

import "testing"

func TestOnPage_DayInAnyForm(t *testing.T) {
	const day = "2024-09-07"
	tests := []struct {
		page string
		want bool
	}{
		{`<meta content="2024-09-07T10:11:12Z">`, true},
		{`<script>{"d":"2024-09-07"}</script>`, true},
		{`<p>7 September 2024</p>`, true},
		{`<p>September 7th, 2024</p>`, true},
		{`<p>7 de septiembre de 2024</p>`, true},
		{`<p>٧ سبتمبر ٢٠٢٤</p>`, true},
		{`<p>2024年9月7日</p>`, true},
		{`<p>07.09.24</p>`, true},
		{`<p>9/7/2024</p>`, true},
		{`<a href="/20240907/x">`, true},
		{`<script>t=1725696000</script>`, true},    // 8:00 UTC
		{`<script>t=1725696000123</script>`, true}, // in milliseconds
		{`<script>t=1725896000</script>`, false},
		{`<p>8 September 2024</p>`, false},
		{`<p>7 September 2023</p>`, false},
		{`<p>Chapter 7, 2024</p>`, true}, // a word between may be a month: in doubt it stands
		{`<p>7 words and many more until 2024</p>`, false},
		{``, false},
	}
	for _, tt := range tests {
		p := readPage(Input{HTML: []byte(tt.page)})
		if got := p.hasDay(day); got != tt.want {
			t.Errorf("%q: %v", tt.page, got)
		}
	}
	p := readPage(Input{URL: "https://paper.example/2024/09/07/x"})
	if !p.hasDay(day) || !p.hasDay("2023-05") || p.hasDay("2023-05-06") {
		t.Error("the address counts, and a month that gold knows stands everywhere")
	}
}

func TestOnPage_TextWithTagsEntitiesAndEscapesInside(t *testing.T) {
	for _, page := range []string{
		`<h1>Caf&eacute; <em>and</em> bar closed</h1>`,
		`<meta content="Café and bar closed">`,
		`<script>{"headline":"Caf\u00e9 and bar\u0020closed"}</script>`,
	} {
		p := readPage(Input{HTML: []byte(page)})
		if !p.hasText("Café and Bar closed!") || p.hasText("bar closed for good") {
			t.Errorf("%q", page)
		}
	}
	p := readPage(Input{Lines: []string{"By Jane Doe, John Roe"}})
	if !p.hasNames("John Roe; Jane Doe") || p.hasNames("Jane Poe") {
		t.Error("names, in any order")
	}
}

func TestScoreOnPage_GoldThatStandsNowhereIsLeftOut(t *testing.T) {
	gold := Gold{Title: Field{Value: "Bridge closed"}, Date: Field{Value: "2024-09-07"}}
	in := Input{HTML: []byte(`<h1>Bridge closed</h1><p>8 September 2024</p>`)}
	s := ScorePage(Page{Gold: gold}, Result{Title: "Bridge open", Date: "2024-09-08"}, nil)
	s.scoreOnPage(&gold, in)
	if v, ok := s.Values[TitleOnPage]; !ok || v != 0 {
		t.Errorf("title stands there and is wrong: %v, %v", v, ok)
	}
	if _, ok := s.Values[DateOnPage]; ok {
		t.Error("the day of gold stands nowhere")
	}
	if _, ok := s.Values[AuthorOnPage]; ok {
		t.Error("gold says nothing of authors")
	}
}

func TestScorePage_DayOfTheChange(t *testing.T) {
	gold := Gold{Date: Field{Value: "2024-09-07"}}
	for _, tt := range []struct {
		r            Result
		date, either float64
	}{
		{Result{Date: "2024-09-01", Modified: "2024-09-07"}, 0, 1},
		{Result{Date: "2024-09-07", Modified: "2024-09-09"}, 1, 1},
		{Result{Date: "2024-09-01", Modified: "2024-09-09"}, 0, 0},
	} {
		v := ScorePage(Page{Gold: gold}, tt.r, nil).Values
		if v[DateRight] != tt.date || v[DateOrChange] != tt.either {
			t.Errorf("%+v: %v", tt.r, v)
		}
	}
}
