package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"matn/crawler"
)

// metrics are what Prometheus reads of a crawl. Hosts are no label: there may be
// thousands of them. Sites are, since a person has named each.
type metrics struct {
	server   *http.Server
	events   *prometheus.CounterVec
	articles *prometheus.CounterVec
	bytes    *prometheus.CounterVec
	found    prometheus.Counter
	seconds  *prometheus.HistogramVec
	jobs     *prometheus.CounterVec
}

// newMetrics makes the metrics and their registry.
func newMetrics() (*metrics, *prometheus.Registry) {
	m := &metrics{
		events: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "matn_events_total",
			Help: "What the crawl did, by site, kind of URL and what came of it."}, []string{"site", "kind", "what"}),
		articles: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "matn_articles_total",
			Help: "Articles that came into the collection: new, revised, or duplicate (new, with the text of another)."}, []string{"site", "what"}),
		bytes: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "matn_wire_bytes_total",
			Help: "Bytes of bodies as they crossed the wire."}, []string{"site"}),
		found: prometheus.NewCounter(prometheus.CounterOpts{Name: "matn_found_urls_total",
			Help: "URLs that were new to the frontier."}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "matn_fetch_seconds",
			Help: "How long answers took.", Buckets: []float64{.05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60}}, []string{"kind"}),
	}
	m.jobs = prometheus.NewCounterVec(prometheus.CounterOpts{Name: "matn_jobs_total",
		Help: "Jobs of a worker, by kind (host, reclean, export, prune) and how they ended: done, held, lost, failed."}, []string{"kind", "ended"})
	r := prometheus.NewRegistry()
	r.MustRegister(m.jobs, m.events, m.articles, m.bytes, m.found, m.seconds, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m, r
}

// serveMetrics listens at addr until close.
func serveMetrics(addr string) (*metrics, error) {
	m, registry := newMetrics()
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("--metrics %s: %w; give an address of this machine and a port that is free, such as 127.0.0.1:9108", addr, err)
	}
	mux := http.NewServeMux()
	mux.Handle("/metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	m.server = &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = m.server.Serve(listener) }() // it ends with close, and says so
	return m, nil
}

func (m *metrics) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	err := m.server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) { // a reader that hangs
		return m.server.Close()
	}
	return err
}

func (m *metrics) event(e crawler.Event) {
	m.events.WithLabelValues(e.Site, string(e.Kind), e.What).Inc()
	m.bytes.WithLabelValues(e.Site).Add(float64(e.Bytes))
	m.found.Add(float64(e.Outcome.Added))
	if e.Status != 0 {
		m.seconds.WithLabelValues(string(e.Kind)).Observe(e.Took.Seconds())
	}
	switch o := e.Outcome; {
	case o.Revised:
		m.articles.WithLabelValues(e.Site, "revised").Inc()
	case o.New && o.DuplicateOf != 0:
		m.articles.WithLabelValues(e.Site, "duplicate").Inc()
	case o.New:
		m.articles.WithLabelValues(e.Site, "new").Inc()
	}
}
