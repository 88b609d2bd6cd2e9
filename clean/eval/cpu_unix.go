//go:build unix

package eval

import (
	"syscall"
	"time"
)

// cpuTime is the processor time that this process has used, on all threads:
// other processes of the machine do not count, collecting garbage does.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return time.Duration(time.Now().UnixNano())
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
