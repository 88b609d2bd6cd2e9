package main

import (
	"io"
	"net/url"
	"os"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// console is standard error: messages, and a progress bar where someone looks on.
type console struct {
	w     io.Writer
	quiet bool
	bar   *progressbar.ProgressBar // nil: none
}

// barInterval is how often the bar is drawn, at most.
const barInterval = 100 * time.Millisecond

// newConsole makes a console. total is how many inputs there are, 0 when nobody
// knows; one input needs no bar.
func newConsole(quiet bool, total int) *console {
	c := &console{w: os.Stderr, quiet: quiet}
	if quiet || total == 1 || !isTerminal(os.Stderr) {
		return c
	}
	if total == 0 {
		total = -1 // a spinner
	}
	c.bar = progressbar.NewOptions(total,
		progressbar.OptionSetWriter(c.w),
		progressbar.OptionSetDescription("cleaning"),
		progressbar.OptionShowCount(),
		progressbar.OptionShowIts(),
		progressbar.OptionSetItsString("pages"),
		progressbar.OptionThrottle(barInterval),
		progressbar.OptionClearOnFinish(),
	)
	return c
}

// tell says what is wrong with an input, on one line that names it.
func (c *console) tell(name, what string) {
	what = trimPackage(what)
	if !strings.HasPrefix(what, name+":") && !strings.HasPrefix(what, name+" ") {
		what = shown(name) + ": " + what
	}
	c.line("matn: " + what)
}

// warn is tell for what did not keep the page from being read.
func (c *console) warn(name, what string) {
	if !c.quiet {
		c.line("matn: " + shown(name) + ": warning: " + what)
	}
}

// shown is what a message calls an input.
func shown(name string) string {
	if name == "-" {
		return "standard input"
	}
	return strings.ReplaceAll(name, "\n", "\uFFFD")
}

// line writes a line. Standard error is where errors go, so there is nowhere to
// tell of an error here.
func (c *console) line(s string) {
	if c.bar != nil {
		_ = c.bar.Clear()
	}
	_, _ = io.WriteString(c.w, printable(s)+"\n")
}

// describe says what the bar is about.
func (c *console) describe(what string) {
	if c.bar != nil {
		c.bar.Describe(printable(what))
	}
}

// step says that one more input is done.
func (c *console) step() {
	if c.bar != nil {
		_ = c.bar.Add(1)
	}
}

// finish takes the bar away.
func (c *console) finish() {
	if c.bar != nil {
		_ = c.bar.Finish()
	}
}

// trimPackage takes off the package name that errors of the libraries begin with.
func trimPackage(message string) string {
	for _, name := range []string{"clean: ", "fetch: ", "page: ", "robots: ", "warc: ", "render: ", "rules: ", "profile: ",
		"fleet: ", "discover: ", "drift: ", "eval: ", "crawler: ", "store: "} {
		if rest, ok := strings.CutPrefix(message, name); ok {
			return rest
		}
	}
	return message
}

// printable replaces what could move a terminal's cursor or turn its text
// around: names of files and URLs come from anywhere.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return '\uFFFD'
		}
		return r
	}, s)
}

// readableURL opens the escapes of letters beyond ASCII, so that people can read an
// address in their script. It can still be asked for.
func readableURL(rawURL string) string {
	var out strings.Builder
	for rest := rawURL; rest != ""; {
		n := 0 // bytes of rest that are escapes of one run beyond ASCII
		for n+3 <= len(rest) && rest[n] == '%' && rest[n+1] >= '8' {
			n += 3
		}
		text, err := url.PathUnescape(rest[:n])
		switch {
		case n == 0:
			out.WriteByte(rest[0])
			n = 1
		case err == nil && utf8.ValidString(text) && strings.IndexFunc(text, notLetter) < 0:
			out.WriteString(text)
		default:
			out.WriteString(rest[:n])
		}
		rest = rest[n:]
	}
	return out.String()
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) }

// terminal reports whether f is one.
func terminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }
