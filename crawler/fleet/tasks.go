package fleet

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"
)

// taskArgs are a job that was submitted by name.
type taskArgs struct {
	Name string          `json:"name"`
	Args json.RawMessage `json:"args"`
}

func (taskArgs) Kind() string { return "matn_task" }

// InsertOpts has the same task only once at a time.
func (taskArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: queueTasks, MaxAttempts: taskTries, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: live}}
}

const taskTries = 5

type taskWorker struct {
	river.WorkerDefaults[taskArgs]
	w *worker
}

// taskTime is what one part of a task may take.
const taskTime = 15 * time.Minute

// Timeout lets a task take longer than a host.
func (t *taskWorker) Timeout(*river.Job[taskArgs]) time.Duration { return taskTime }

// Work does a part of the task, and makes the job for the next part.
func (t *taskWorker) Work(ctx context.Context, job *river.Job[taskArgs]) error {
	do, ok := t.w.o.Tasks[job.Args.Name]
	if !ok {
		return fmt.Errorf("fleet: this worker knows no task %q", job.Args.Name)
	}
	begun := time.Now()
	next, err := do(ctx, job.Args.Args)
	t.w.o.Observe(Event{Kind: job.Args.Name, Err: err, Took: time.Since(begun)})
	switch {
	case err != nil && ctx.Err() != nil:
		return river.JobSnooze(0) // stopped: another worker does it
	case err != nil || next == nil:
		return err
	}
	_, err = t.w.client.Insert(context.WithoutCancel(ctx), taskArgs{job.Args.Name, next}, nil)
	return err
}

// Submit has the fleet do a task. args are JSON that the task reads. It reports
// whether the task was new: one with the same arguments may wait already.
func Submit(ctx context.Context, url, name string, args any) (isNew bool, err error) {
	text, err := json.Marshal(args)
	if err != nil {
		return false, fmt.Errorf("fleet: task %s: %w", name, err)
	}
	client, pool, err := queue(ctx, url)
	if err != nil {
		return false, err
	}
	defer pool.Close()
	done, err := client.Insert(ctx, taskArgs{name, text}, nil)
	if err != nil {
		return false, fmt.Errorf("fleet: task %s: %w", name, err)
	}
	return !done.UniqueSkippedAsDuplicate, nil
}

// queue is River without workers.
func queue(ctx context.Context, url string) (*river.Client[pgx.Tx], *pgxpool.Pool, error) {
	pool, err := connect(ctx, url)
	if err != nil {
		return nil, nil, err
	}
	if err := migrate(ctx, pool); err != nil {
		pool.Close()
		return nil, nil, err
	}
	client, err := river.NewClient(riverpgxv5.New(pool), &river.Config{})
	if err != nil {
		pool.Close()
		return nil, nil, fmt.Errorf("fleet: %w", err)
	}
	return client, pool, nil
}

// TaskState is how a part of a task stands.
type TaskState string

// The states of a part.
const (
	TaskWaits   TaskState = "waiting"   // for a worker
	TaskRuns    TaskState = "running"   //
	TaskFailed  TaskState = "failed"    // and is tried again at TaskStatus.At
	TaskGivenUp TaskState = "given up"  // after so many tries
	TaskDone    TaskState = "done"      // and forgotten soon
	TaskStopped TaskState = "cancelled" // by a person, with River's own tools
)

// TaskStatus is a part of a task that was submitted.
type TaskStatus struct {
	Name  string          `json:"name"`
	Args  json.RawMessage `json:"args"`
	State TaskState       `json:"state"`
	Tries int             `json:"tries"`           // that were begun
	At    time.Time       `json:"at"`              // when it ended, began, or is to begin
	Error string          `json:"error,omitempty"` // of the last try that failed
}

// listed bounds how many parts Tasks gives.
const listed = 1000

// Tasks gives the tasks that wait, run or failed, and those that were done in the last
// minute, in the order of their submission.
func Tasks(ctx context.Context, url string) (all []TaskStatus, err error) {
	client, pool, err := queue(ctx, url)
	if err != nil {
		return nil, err
	}
	defer pool.Close()
	jobs, err := client.JobList(ctx, river.NewJobListParams().Kinds(taskArgs{}.Kind()).First(listed))
	if err != nil {
		return nil, fmt.Errorf("fleet: tasks: %w", err)
	}
	for _, job := range jobs.Jobs {
		var args taskArgs
		if err := json.Unmarshal(job.EncodedArgs, &args); err != nil {
			return nil, fmt.Errorf("fleet: task %d: %w", job.ID, err)
		}
		all = append(all, newTaskStatus(job, args))
	}
	return all, nil
}

func newTaskStatus(job *rivertype.JobRow, args taskArgs) TaskStatus {
	s := TaskStatus{Name: args.Name, Args: args.Args, State: TaskWaits, Tries: job.Attempt, At: job.ScheduledAt}
	switch job.State {
	case rivertype.JobStateRunning:
		s.State = TaskRuns
	case rivertype.JobStateRetryable:
		s.State = TaskFailed
	case rivertype.JobStateDiscarded:
		s.State = TaskGivenUp
	case rivertype.JobStateCompleted:
		s.State = TaskDone
	case rivertype.JobStateCancelled:
		s.State = TaskStopped
	}
	if s.State == TaskRuns && job.AttemptedAt != nil {
		s.At = *job.AttemptedAt
	}
	if job.FinalizedAt != nil {
		s.At = *job.FinalizedAt
	}
	if n := len(job.Errors); n > 0 {
		s.Error = job.Errors[n-1].Error
	}
	return s
}
