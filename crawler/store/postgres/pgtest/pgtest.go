// Package pgtest starts a real PostgreSQL for tests: initdb in a directory of its
// own, a server on a Unix socket, nothing listening on the network. The server has
// the settings that initdb gives, fsync among them, so that what a test measures is
// what an operator gets.
//
// PostgreSQL is looked for in PATH and under /usr/lib/postgresql. Where it is not
// installed the test is skipped with a message; under CI=true it fails.
package pgtest

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// Server is a running PostgreSQL.
type Server struct {
	bin, dir string
	owner    *syscall.Credential // nil: this user
	cmd      *exec.Cmd
	ended    chan struct{}
	log      *os.File
	bases    atomic.Int32
}

// startTime bounds how long a server may take to accept connections, on a machine
// that has other work.
const (
	startTime  = time.Minute
	startPause = 20 * time.Millisecond
)

// Start runs a server until the test ends. Settings are lines of postgresql.conf
// that differ from the default, such as "max_connections=50".
func Start(t testing.TB, settings ...string) *Server {
	t.Helper()
	bin, err := find()
	if err != nil {
		message := "PostgreSQL is not installed: " + err.Error() + "; apt-get install postgresql"
		if os.Getenv("CI") == "true" {
			t.Fatal(message)
		}
		t.Skip(message)
	}
	s := &Server{bin: bin}
	if err := s.init(settings); err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	t.Cleanup(func() {
		s.Crash(t) // a proper end would write to the disk what nobody reads
		if t.Failed() {
			if log, err := os.ReadFile(s.log.Name()); err == nil {
				t.Logf("end of the log of PostgreSQL:\n%s", log[max(0, len(log)-4000):])
			}
		}
		if err := errors.Join(s.log.Close(), os.RemoveAll(s.dir)); err != nil {
			t.Errorf("pgtest: %v", err)
		}
	})
	s.Restart(t)
	return s
}

// Installed reports whether Start would start a server, or fail under CI=true, and not
// skip.
func Installed() bool {
	_, err := find()
	return err == nil || os.Getenv("CI") == "true"
}

// find gives the directory of initdb and postgres.
func find() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		if real, err := filepath.EvalSymlinks(path); err == nil { // the others are beside it
			return filepath.Dir(real), nil
		}
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		return "", errors.New("no initdb in PATH or under /usr/lib/postgresql")
	}
	newest := slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) })
	return filepath.Dir(newest), nil
}

// version is the number in /usr/lib/postgresql/15/bin/initdb.
func version(path string) int {
	n, err := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
	if err != nil {
		return 0
	}
	return n
}

// init makes the data directory. PostgreSQL does not run as root: there it is given
// to the user postgres, or nobody.
func (s *Server) init(settings []string) (err error) {
	if s.dir, err = os.MkdirTemp("", "pg"); err != nil {
		return err
	}
	if s.log, err = os.Create(filepath.Join(s.dir, "log")); err != nil {
		return err
	}
	if os.Geteuid() == 0 {
		if err := s.giveAway(); err != nil {
			return err
		}
	}
	cmd := s.command("initdb", "-D", s.data(), "-U", "matn", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, bytes.TrimSpace(out))
	}
	conf, err := os.OpenFile(filepath.Join(s.data(), "postgresql.conf"), os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	lines := append([]string{"", "listen_addresses=''", "unix_socket_directories='" + s.dir + "'"}, settings...)
	_, err = conf.WriteString(strings.Join(lines, "\n") + "\n")
	return errors.Join(err, conf.Close())
}

func (s *Server) giveAway() error {
	var owner *user.User
	var err error
	for _, name := range []string{"postgres", "nobody"} {
		if owner, err = user.Lookup(name); err == nil {
			break
		}
	}
	if err != nil {
		return fmt.Errorf("there is neither a user postgres nor a user nobody to run PostgreSQL as: %w", err)
	}
	uid, err := strconv.ParseUint(owner.Uid, 10, 32)
	if err != nil {
		return err
	}
	gid, err := strconv.ParseUint(owner.Gid, 10, 32)
	if err != nil {
		return err
	}
	s.owner = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return os.Chown(s.dir, int(uid), int(gid))
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

func (s *Server) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(s.bin, name), args...)
	cmd.Dir = s.dir
	cmd.SysProcAttr = procAttr(s.owner)
	return cmd
}

// Socket is the path of the server's Unix socket.
func (s *Server) Socket() string { return filepath.Join(s.dir, ".s.PGSQL.5432") }

// Database gives the URL of an empty database: a schema of its own in one that all
// share, which is made in a moment.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("s%d", s.bases.Add(1))
	out, err := s.command("psql", "-q", "-h", s.dir, "-U", "matn", "-d", "postgres", "-c", "CREATE SCHEMA "+name).CombinedOutput()
	if err != nil {
		t.Fatalf("pgtest: %v\n%s", err, out)
	}
	q := url.Values{"host": {s.dir}, "user": {"matn"}, "search_path": {name}}
	return "postgres:///postgres?" + q.Encode()
}

// Crash kills the server and all its processes at once, as a loss of power would.
func (s *Server) Crash(t testing.TB) {
	t.Helper()
	if s.cmd == nil {
		return
	}
	// The server is the leader of its group: see procAttr.
	if err := syscall.Kill(-s.cmd.Process.Pid, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
		t.Fatalf("pgtest: kill: %v", err)
	}
	<-s.ended
}

// Restart runs the server, after Crash, and waits until it answers.
func (s *Server) Restart(t testing.TB) {
	t.Helper()
	for deadline := time.Now().Add(startTime); ; time.Sleep(startPause) {
		s.cmd = s.command("postgres", "-D", s.data())
		s.cmd.Stdout, s.cmd.Stderr = s.log, s.log
		s.ended = make(chan struct{})
		if err := run(s.cmd, s.ended); err != nil {
			t.Fatalf("pgtest: %v", err)
		}
		if s.answers(deadline) {
			return
		}
		// After a crash it does not start before the last of its processes has noticed.
		if time.Now().After(deadline) {
			log, _ := os.ReadFile(s.log.Name()) // an empty log says as much
			t.Fatalf("pgtest: PostgreSQL does not answer within %v:\n%s", startTime, log)
		}
	}
}

// answers waits until the server accepts connections. It is false when it ends.
func (s *Server) answers(deadline time.Time) bool {
	for ; time.Now().Before(deadline); time.Sleep(startPause) {
		if s.command("pg_isready", "-q", "-h", s.dir).Run() == nil {
			return true
		}
		select {
		case <-s.ended:
			return false
		default:
		}
	}
	return false
}
