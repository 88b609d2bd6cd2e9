//go:build !linux

package pgtest

import (
	"os/exec"
	"syscall"
	"time"
)

// procAttr makes a process the leader of a group that can be killed as a whole.
func procAttr(owner *syscall.Credential) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: owner, Setpgid: true}
}

// run starts a process and closes ended when it has ended.
func run(cmd *exec.Cmd, ended chan<- struct{}) error {
	if err := cmd.Start(); err != nil {
		return err
	}
	go func() {
		_ = cmd.Wait() // how a server ends that was told to is no news
		close(ended)
	}()
	return nil
}

// ProcessorTime is what the server and its processes used since Restart; 0 where the
// system does not tell.
func (s *Server) ProcessorTime() time.Duration { return 0 }
