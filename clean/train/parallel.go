package train

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// parallel calls do(0) to do(n-1) on all processors. Worker makes the do of one
// goroutine, so that it can hold scratch.
func parallel(n int, worker func() (do func(int))) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		all.Go(func() {
			do := worker()
			for {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				do(i)
			}
		})
	}
	all.Wait()
}

// fitBlind fits a model of all examples and, for each fold, one without its sites.
func fitBlind[M any](examples []*example, folds int, fit func([]*example, func(*example) bool) M) (all M, blind []M) {
	blind = make([]M, folds)
	parallel(folds+1, func() func(int) {
		return func(k int) {
			if k == folds {
				all = fit(examples, func(*example) bool { return true })
				return
			}
			blind[k] = fit(examples, func(e *example) bool { return e.fold != k })
		}
	})
	return all, blind
}
