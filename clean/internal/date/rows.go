package date

import (
	"fmt"
	"strconv"
	"strings"
)

// wordRow reads a line of words.tsv: class, value, languages, word.
func (l *lexicon) wordRow(f []string) error {
	if len(f) != 4 {
		return fmt.Errorf("want class, value, languages, word: %q", f)
	}
	classes := map[string]class{
		"ampm": ampmClass, "preampm": preampmClass, "era": eraClass, "filler": fillerClass, "before": beforeClass,
		"clock": clockClass, "oclock": oclockClass, "hour": hourClass, "minute": minuteClass, "second": secondClass,
		"yearmark": yearMarkClass, "monthmark": monthMarkClass, "daymark": dayMarkClass, "ordinal": ordinalClass,
		"zone": zoneClass, "range": rangeClass, "degree": degreeClass,
	}
	values := map[string]int{
		"-": 0, "am": am, "pm": pm, "noon": noon, "night": night, "ad": adEra, "ah": hijriEra, "ap": jalaliEra,
	}
	c, ok := classes[f[0]]
	if !ok {
		return fmt.Errorf("class %q", f[0])
	}
	v, ok := values[f[1]]
	if c == zoneClass {
		n, err := strconv.Atoi(f[1])
		v, ok = n, err == nil && n >= minOffset && n <= maxOffset
	}
	if !ok {
		return fmt.Errorf("value %q", f[1])
	}
	return l.add(f[3], f[2], sense{class: c, value: v})
}

// relativeRow reads a line of relative.tsv: role, value, languages, word.
func (l *lexicon) relativeRow(f []string) error {
	if len(f) != 4 {
		return fmt.Errorf("want role, value, languages, word: %q", f)
	}
	m := sense{times: 1}
	var err error
	switch f[0] {
	case "prefix":
		m.class = prefixClass
	case "suffix":
		m.class = suffixClass
	case "unit":
		m.class = unitClass
		name, times, counted := strings.Cut(f[1], " ")
		if times == "many" {
			m.times = manyTimes
		} else if counted {
			m.times, err = strconv.Atoi(times)
		}
		units := map[string]int{"second": secondUnit, "minute": minuteUnit, "hour": hourUnit, "day": dayUnit, "week": weekUnit, "month": monthUnit, "year": yearUnit}
		var ok bool
		if m.value, ok = units[name]; !ok && err == nil {
			err = fmt.Errorf("unit %q", f[1])
		}
	case "count":
		m.class = countClass
		m.value, err = strconv.Atoi(f[1])
	case "day":
		m.class = dayClass
		m.value, err = strconv.Atoi(f[1])
	default:
		err = fmt.Errorf("role %q", f[0])
	}
	if err != nil {
		return err
	}
	return l.add(f[3], f[2], m)
}

// labelRow reads a line of labels.tsv: kind, languages, label.
func (l *lexicon) labelRow(f []string) error {
	if len(f) != 3 {
		return fmt.Errorf("want kind, languages, label: %q", f)
	}
	kinds := map[string]int{"published": int(Published), "modified": int(Modified), "other": int(Other), "date": plainLabel, "visit": visitLabel}
	k, ok := kinds[f[0]]
	if !ok {
		return fmt.Errorf("kind %q", f[0])
	}
	return l.add(f[2], f[1], sense{class: labelClass, value: k})
}
