package main

import "matn/crawler/fleet"

// tasks are what a worker does beside crawling.
func (j *workerJob) tasks() map[string]fleet.Task { return nil }
