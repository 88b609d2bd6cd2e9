package pgtest

import (
	"os/exec"
	"runtime"
	"syscall"
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
