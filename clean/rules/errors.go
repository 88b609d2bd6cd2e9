package rules

import "fmt"

// Error is a mistake in a file of rules.
type Error struct {
	File    string
	Line    int // from 1; 0 when it is the file as a whole
	Problem string
}

// Error names the file and the line.
func (e *Error) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("rules: %s: %s", e.File, e.Problem)
	}
	return fmt.Sprintf("rules: %s:%d: %s", e.File, e.Line, e.Problem)
}

// Errors are the mistakes of a file that has several, by line.
type Errors []*Error

// Error tells the first, and how many more there are.
func (e Errors) Error() string {
	switch len(e) {
	case 0:
		return ""
	case 1:
		return e[0].Error()
	}
	more := "one more mistake"
	if n := len(e) - 1; n > 1 {
		more = fmt.Sprintf("%d more mistakes", n)
	}
	return fmt.Sprintf("%v; %s in this file", e[0], more)
}

// Unwrap gives all of them.
func (e Errors) Unwrap() []error {
	list := make([]error, len(e))
	for i := range e {
		list[i] = e[i]
	}
	return list
}
