package score

// Columns of what a line has in common with the run of prose.
const (
	voRun    = iota // share of its words that stand in other lines of the run
	voTopic         // in few of them: fewer than one in topicShare
	voBefore        // mean of that of topicSide lines before
	voBehind        // and behind
	voCount
)

var lineVocNames = [voCount]string{"words that recur in the run", "words of its topic", "words of its topic, 3 before", "words of its topic, 3 behind"}

const (
	// topicSide is the number of lines on one side whose mean is taken.
	topicSide = 3
	// topicShare is the share, one in so many, of the lines of the run that a word
	// of its topic stands in at most: others are those of the language.
	topicShare = 3
)

// findTopic computes what a line has in common with the run of prose.
func (l *lines) findTopic() {
	r := l.runs[runOfProse]
	n := l.countWords(r.start, r.end, func(int) bool { return true })
	few := max(n/topicShare, 2)
	for i := range l.info {
		l.info[i].inRun, l.info[i].topic = l.inCommon(i, r.holds(i), few)
	}
}

// fillTopic writes the columns of what line i has in common with the run.
func (l *lines) fillTopic(row []float32, i int) {
	row[voRun], row[voTopic] = l.info[i].inRun, l.info[i].topic
	a, b, n := float32(0), float32(0), len(l.info)
	for k := 1; k <= topicSide; k++ {
		if i-k >= 0 {
			a += l.info[i-k].topic
		}
		if i+k < n {
			b += l.info[i+k].topic
		}
	}
	row[voBefore], row[voBehind] = a/topicSide, b/topicSide
}
