package main

import (
	"errors"
	"fmt"
	"syscall"
	"testing"

	"matn/crawler/store"
)

func TestFullDisk_SaysItOnce(t *testing.T) {
	worded := func(what string) error {
		return fmt.Errorf("store: %s: %w", what, fmt.Errorf("%w; make room (%w)", store.ErrFull, errors.New("13")))
	}
	other := errors.New("another")
	for _, tt := range []struct {
		name string
		err  error
		want string
	}{
		{"none", nil, "<nil>"},
		{"one", worded("page"), "store: page: the disk is full; make room (13)"},
		{"several", errors.Join(errors.Join(worded("page"), worded("memo")), worded("run")), "store: page: the disk is full; make room (13)"},
		{"behind another", errors.Join(other, worded("page")), "store: page: the disk is full; make room (13)"},
		{"the archive's", fmt.Errorf("warc: write: %w", syscall.ENOSPC), "warc: write: no space left on device; what was committed is safe: make room and run it again"},
		{"others", errors.Join(other, other), "another\nanother"},
	} {
		if got := fmt.Sprint(fullDisk(tt.err)); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
