package pgtest

import (
	"io"
	"net"
	"net/url"
	"sync"
	"testing"
)

// Proxy stands between one client and a server, and can drop what they say to each
// other, as a network does that is cut: connections stay open and nothing comes.
type Proxy struct {
	listener net.Listener
	socket   string

	mu   sync.Mutex
	cut  bool
	heal *sync.Cond
	open map[net.Conn]struct{}
}

// Proxy listens on the loopback until the test ends.
func (s *Server) Proxy(t testing.TB) *Proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	p := &Proxy{listener: l, socket: s.Socket(), open: map[net.Conn]struct{}{}}
	p.heal = sync.NewCond(&p.mu)
	go p.serve()
	t.Cleanup(p.close)
	return p
}

// URL turns the URL of a database into one that leads through the proxy.
func (p *Proxy) URL(direct string) string {
	u, err := url.Parse(direct)
	if err != nil {
		return direct
	}
	q := u.Query()
	q.Del("host")
	q.Set("sslmode", "disable")
	u.Host, u.RawQuery = p.listener.Addr().String(), q.Encode()
	return u.String()
}

// Cut drops all that comes from now on; with false it lets all through again, and
// what was sent meanwhile with it, as TCP does.
func (p *Proxy) Cut(cut bool) {
	p.mu.Lock()
	p.cut = cut
	p.mu.Unlock()
	p.heal.Broadcast()
}

func (p *Proxy) wait() {
	p.mu.Lock()
	for p.cut {
		p.heal.Wait()
	}
	p.mu.Unlock()
}

func (p *Proxy) serve() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return // closed
		}
		go p.join(client)
	}
}

func (p *Proxy) join(client net.Conn) {
	p.wait()
	server, err := net.Dial("unix", p.socket)
	if err != nil {
		_ = client.Close() // the server is down: the client finds out
		return
	}
	p.mu.Lock()
	p.open[client], p.open[server] = struct{}{}, struct{}{}
	p.mu.Unlock()
	var both sync.WaitGroup
	both.Go(func() { p.copy(server, client) })
	both.Go(func() { p.copy(client, server) })
	both.Wait()
	p.mu.Lock()
	delete(p.open, client)
	delete(p.open, server)
	p.mu.Unlock()
}

// copy passes bytes on, and ends both connections with the one that it reads.
func (p *Proxy) copy(to, from net.Conn) {
	defer to.Close()
	buf := make([]byte, 32<<10)
	for {
		n, err := from.Read(buf)
		p.wait()
		if n > 0 {
			if _, err := to.Write(buf[:n]); err != nil {
				return
			}
		}
		if err != nil {
			if err != io.EOF {
				_ = from.Close()
			}
			return
		}
	}
}

func (p *Proxy) close() {
	_ = p.listener.Close()
	p.Cut(false)
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.open {
		_ = c.Close()
	}
}
