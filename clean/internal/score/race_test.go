//go:build race

package score

// raceEnabled says that the race detector is on, which slows everything down
// ten times: tests of size in one goroutine are left out.
const raceEnabled = true
