package postgres

import (
	"syscall"
	"time"
)

// unanswered is how long data that was sent may stay without acknowledgement.
const unanswered = 20 * time.Second

// tcpUserTimeout is TCP_USER_TIMEOUT (tcp(7)), which package syscall does not name.
const tcpUserTimeout = 0x12

// userTimeout has the kernel give up a connection whose other end has gone silent,
// instead of sending again for a quarter of an hour.
func userTimeout(network, _ string, c syscall.RawConn) error {
	if network == "unix" {
		return nil
	}
	var err error
	control := c.Control(func(fd uintptr) {
		err = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, tcpUserTimeout, int(unanswered.Milliseconds()))
	})
	if control != nil {
		return control
	}
	return err
}
