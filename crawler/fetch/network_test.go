package fetch

import (
	"context"
	"crypto/x509"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// serveTLS is serve with TLS, silent about clients that hang up.
func serveTLS(t testing.TB, h http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewUnstartedServer(h)
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	return s
}

func pool(s *httptest.Server) *x509.CertPool {
	p := x509.NewCertPool()
	p.AddCert(s.Certificate())
	return p
}

// resolver is a DNS server on loopback: it answers every A question about a name of
// the table with the next of its addresses, again and again, and anything else with
// "no such name".
func resolver(t testing.TB, names map[string][]string) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	asked := map[string]int{}
	go func() {
		buf := make([]byte, 1500)
		for {
			n, from, err := conn.ReadFrom(buf)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if err := m.Unpack(buf[:n]); err != nil || len(m.Questions) != 1 {
				continue
			}
			q := m.Questions[0]
			name := strings.TrimSuffix(q.Name.String(), ".")
			m.Response, m.RecursionAvailable, m.Additionals = true, true, nil
			if addrs := names[name]; len(addrs) == 0 {
				m.RCode = dnsmessage.RCodeNameError
			} else if q.Type == dnsmessage.TypeA {
				addr := netip.MustParseAddr(addrs[asked[name]%len(addrs)])
				asked[name]++
				m.Answers = []dnsmessage.Resource{{
					Header: dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class, TTL: 0},
					Body:   &dnsmessage.AResource{A: addr.As4()},
				}}
			}
			if out, err := m.Pack(); err == nil {
				_, _ = conn.WriteTo(out, from)
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

// port is ":1234" of a URL like http://127.0.0.1:1234.
func port(url string) string { return url[strings.LastIndexByte(url, ':'):] }

func TestGet_ConnectionsThatFail(t *testing.T) {
	f := fetcher(t, Options{Resolver: resolver(t, nil)})
	t.Run("refused", func(t *testing.T) {
		_, err := f.Get(context.Background(), "http://127.0.0.1:1", RequestOptions{}) // no other test is given this port
		wantKind(t, err, KindRefused)
	})
	t.Run("no such host", func(t *testing.T) {
		_, err := f.Get(context.Background(), "http://nowhere.example/", RequestOptions{})
		if wantKind(t, err, KindDNS); !strings.Contains(err.Error(), "nowhere.example") {
			t.Error(err)
		}
	})
	t.Run("certificate of nobody", func(t *testing.T) {
		s := serveTLS(t, reply(200, nil, "page"))
		_, err := f.Get(context.Background(), s.URL, RequestOptions{})
		wantKind(t, err, KindTLS)
	})
	t.Run("certificate of another host", func(t *testing.T) {
		s := serveTLS(t, reply(200, nil, "page"))
		f := fetcher(t, Options{RootCAs: pool(s), Resolver: resolver(t, map[string][]string{"paper.test": {"127.0.0.1"}})})
		_, err := f.Get(context.Background(), "https://paper.test"+port(s.URL), RequestOptions{})
		wantKind(t, err, KindTLS)
	})
	t.Run("https of a plain server", func(t *testing.T) {
		s := serve(t, reply(200, nil, "page"))
		_, err := f.Get(context.Background(), strings.Replace(s.URL, "http:", "https:", 1), RequestOptions{})
		wantKind(t, err, KindTLS)
	})
	t.Run("http of a TLS server", func(t *testing.T) {
		s := serveTLS(t, reply(200, nil, "page"))
		_, err := f.Get(context.Background(), strings.Replace(s.URL, "https:", "http:", 1), RequestOptions{})
		if err == nil { // net/http's server answers 400 in plain text
			t.Error("no error")
		}
	})
	t.Run("TLS that is known", func(t *testing.T) {
		s := serveTLS(t, reply(200, nil, "page"))
		f := fetcher(t, Options{RootCAs: pool(s)})
		if p, err := f.Get(context.Background(), s.URL, RequestOptions{}); err != nil || string(p.Body) != "page" {
			t.Errorf("%v, %v", p, err)
		}
	})
}

func TestZoneOf(t *testing.T) {
	tests := []struct {
		addr string
		want Reach
	}{
		{"8.8.8.8", Public}, {"93.184.215.14", Public}, {"2606:4700::6810:84e5", Public}, {"172.32.0.1", Public},
		{"127.0.0.1", Local}, {"127.9.9.9", Local}, {"0.0.0.0", Local}, {"10.1.2.3", Local}, {"172.16.0.1", Local},
		{"172.31.255.255", Local}, {"192.168.1.1", Local}, {"100.64.0.1", Local}, {"198.18.0.1", Local},
		{"::1", Local}, {"::", Local}, {"fd12::1", Local}, {"fec0::1", Local}, {"64:ff9b:1::1", Local},
		{"169.254.169.254", Anywhere}, {"100.100.100.200", Anywhere}, {"168.63.129.16", Anywhere},
		{"192.0.0.192", Anywhere}, {"fd00:ec2::254", Anywhere}, {"fe80::1", Anywhere}, {"fe80::1%eth0", Anywhere},
		{"224.0.0.1", Anywhere}, {"255.255.255.255", Anywhere}, {"ff02::1", Anywhere}, {"192.0.2.1", Anywhere},
		{"::ffff:127.0.0.1", Local}, {"::ffff:169.254.169.254", Anywhere}, {"::ffff:8.8.8.8", Public},
		{"64:ff9b::127.0.0.1", Local}, {"64:ff9b::169.254.169.254", Anywhere}, {"64:ff9b::8.8.8.8", Public},
		{"2002:7f00:1::1", Local}, {"2002:a9fe:a9fe::", Anywhere}, {"2002:808:808::1", Public},
		{"2001:0:7f00:1::", Anywhere}, {"::127.0.0.1", Local}, {"::10.0.0.1", Local},
		{"2606:4700::5efe:10.0.0.1", Local}, {"2606:4700::200:5efe:10.0.0.1", Local},
	}
	for _, tt := range tests {
		if got := zoneOf(netip.MustParseAddr(tt.addr)); got != tt.want {
			t.Errorf("zoneOf(%s) = %d, want %d", tt.addr, got, tt.want)
		}
	}
}

func TestGuard_NamesAreJudgedByTheAddressConnectedTo(t *testing.T) {
	var hits atomic.Int32
	s := serve(t, func(http.ResponseWriter, *http.Request) { hits.Add(1) })
	names := resolver(t, map[string][]string{
		"inner.test":  {"127.0.0.1"},
		"rebind.test": {"8.8.8.8", "127.0.0.1"}, // what a check before the connection would be shown
	})
	f := fetcher(t, Options{Resolver: names})
	for _, host := range []string{"127.0.0.1", "inner.test", "0x7f.1", "[::ffff:127.0.0.1]", "0.0.0.0", "localhost"} {
		_, err := f.Fetch(context.Background(), "http://"+host+port(s.URL), RequestOptions{Reach: Public})
		if host == "localhost" && err != nil && !strings.Contains(err.Error(), "private") {
			continue // the test resolver does not know it
		}
		wantKind(t, err, KindAddress)
	}
	if addrs, err := names.LookupHost(context.Background(), "rebind.test"); err != nil || addrs[0] != "8.8.8.8" {
		t.Fatalf("first look-up: %v, %v", addrs, err)
	}
	_, err := f.Fetch(context.Background(), "http://rebind.test"+port(s.URL), RequestOptions{Reach: Public})
	wantKind(t, err, KindAddress)
	if hits.Load() != 0 {
		t.Errorf("%d requests arrived", hits.Load())
	}
	for _, host := range []string{"127.0.0.1", "inner.test"} { // a person may type them
		if _, err := f.Get(context.Background(), "http://"+host+port(s.URL), RequestOptions{}); err != nil {
			t.Error(err)
		}
	}
	_, err = f.Get(context.Background(), s.URL, RequestOptions{Reach: Public}) // a stranger may not
	wantKind(t, err, KindAddress)
}

func TestGuard_KeptConnectionIsNoWayAround(t *testing.T) {
	s := serve(t, reply(200, nil, "page"))
	f := fetcher(t, Options{})
	for _, reach := range []Reach{Anywhere, Local} { // both leave a connection in the pool
		if _, err := f.Fetch(context.Background(), s.URL, RequestOptions{Reach: reach}); err != nil {
			t.Fatal(err)
		}
	}
	_, err := f.Fetch(context.Background(), s.URL, RequestOptions{Reach: Public})
	wantKind(t, err, KindAddress)
}
