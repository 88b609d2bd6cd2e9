//go:build !linux

package postgres

import "syscall"

// userTimeout leaves it to keep-alive to find out that the other end is gone.
func userTimeout(string, string, syscall.RawConn) error { return nil }
