package pgtest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// procAttr has a process end when the test does, however that ends, and makes it
// the leader of a group that can be killed as a whole.
func procAttr(owner *syscall.Credential) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: owner, Setpgid: true, Pdeathsig: syscall.SIGQUIT}
}

// run starts a process and closes ended when it has ended. The signal of procAttr
// comes when the thread ends that started the process, so that one is kept.
func run(cmd *exec.Cmd, ended chan<- struct{}) error {
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait() // how a server ends that was told to is no news
			close(ended)
		}
	}()
	return <-started
}

// ticks a second of /proc (proc(5)): sysconf(_SC_CLK_TCK) has been 100 for decades.
const ticks = 100

// ProcessorTime is what the server and its processes used since Restart; 0 where the
// system does not tell.
func (s *Server) ProcessorTime() time.Duration {
	sum := cpuOf(s.cmd.Process.Pid, true)
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return 0
	}
	for _, path := range stats {
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		if err == nil && parentOf(pid) == s.cmd.Process.Pid {
			sum += cpuOf(pid, false)
		}
	}
	return time.Duration(sum) * time.Second / ticks
}

// statFields are those behind the name of a process, which may have spaces in it.
func statFields(pid int) []string {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return nil // it has ended
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	return strings.Fields(rest)
}

func parentOf(pid int) int {
	f := statFields(pid)
	if len(f) < 2 {
		return 0
	}
	n, err := strconv.Atoi(f[1])
	if err != nil {
		return 0
	}
	return n
}

// cpuOf gives utime and stime, with those of children that have ended.
func cpuOf(pid int, children bool) (sum int64) {
	f := statFields(pid)
	last := 12
	if children {
		last = 14
	}
	for i := 11; i <= last && i < len(f); i++ {
		n, err := strconv.ParseInt(f[i], 10, 64)
		if err != nil {
			return 0
		}
		sum += n
	}
	return sum
}
