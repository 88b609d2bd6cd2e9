package main

import (
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"matn/crawler/store/postgres/pgtest"
)

// scriptPostgres is the PostgreSQL of all scripts; it is started by the first that
// wants it.
type scriptPostgres struct {
	t    *testing.T
	once sync.Once
	*pgtest.Server
}

func newPostgres(t *testing.T) *scriptPostgres { return &scriptPostgres{t: t} }

// database: postgres NAME sets $NAME to the URL of an empty database
func (p *scriptPostgres) database(ts *testscript.TestScript, _ bool, args []string) {
	p.once.Do(func() { p.Server = pgtest.Start(p.t) })
	if p.Server == nil {
		ts.Fatalf("no PostgreSQL")
	}
	ts.Setenv(args[0], p.Database(p.t))
}

// untilOK: untilok WORDS COMMAND... runs a command until it prints these words
func untilOK(ts *testscript.TestScript, _ bool, args []string) {
	var out []byte
	for deadline := time.Now().Add(scriptPatience); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		cmd := exec.Command(args[1], args[2:]...)
		cmd.Dir = ts.MkAbs(".")
		cmd.Env = []string{"PATH=" + ts.Getenv("PATH"), "HOME=" + ts.Getenv("HOME")}
		out, _ = cmd.CombinedOutput() // what it prints says enough
		if strings.Contains(string(out), args[0]) {
			return
		}
	}
	ts.Fatalf("%v does not print %q within %v:\n%s", args[1:], args[0], scriptPatience, out)
}
