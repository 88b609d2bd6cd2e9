package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
)

// elsewhere is a connection to loopback that says it goes to addr.
type elsewhere struct {
	net.Conn
	addr net.Addr
}

func (e elsewhere) RemoteAddr() net.Addr { return e.addr }

// world is an internet on loopback: every host of the table has an address of its
// own, the guard judges that address, and one server answers for all of them.
func world(t *testing.T, hosts map[string]string, h http.HandlerFunc) *Fetcher {
	t.Helper()
	s := serve(t, h)
	f := fetcher(t, Options{})
	f.wire = newWire(f.opts, func(_ Options, reach Reach) func(context.Context, string, string) (net.Conn, error) {
		return func(ctx context.Context, network, addr string) (net.Conn, error) {
			host, _, err := net.SplitHostPort(addr)
			if err != nil {
				return nil, err
			}
			if name, ok := hosts[host]; ok {
				host = name
			}
			to := netip.AddrPortFrom(netip.MustParseAddr(host), 80)
			if err := checkAddr(to.Addr(), reach); err != nil {
				return nil, &net.OpError{Op: "dial", Err: err}
			}
			c, err := (&net.Dialer{}).DialContext(ctx, network, s.Listener.Addr().String())
			return elsewhere{c, net.TCPAddrFromAddrPort(to)}, err
		}
	})
	t.Cleanup(f.wire.closeIdle)
	f.base.WithTransport(f.wire)
	return f
}

// chain answers /a.b.c with a redirect to http://b/b.c, and the last page itself.
func chain(w http.ResponseWriter, r *http.Request) {
	hosts := strings.Split(strings.Trim(r.URL.Path, "/"), ",")
	if len(hosts) == 1 {
		fmt.Fprint(w, "arrived at ", r.Host)
		return
	}
	http.Redirect(w, r, "http://"+hosts[1]+"/"+strings.Join(hosts[1:], ","), http.StatusFound)
}

func TestGet_RedirectsMayNotLeadIntoPrivateNetworks(t *testing.T) {
	f := world(t, map[string]string{
		"public.test": "8.8.8.8", "other.test": "2606:4700::1111", "loop.test": "127.0.0.1", "lan.test": "192.168.1.9",
		"nat.test": "100.64.1.1", "mapped.test": "::ffff:10.0.0.1", "meta.test": "169.254.169.254",
		"meta6.test": "64:ff9b::169.254.169.254", "ali.test": "100.100.100.200",
	}, chain)
	tests := []struct {
		name, hosts string
		stopped     bool
	}{
		{"public alone", "public.test", false},
		{"private alone, typed", "lan.test", false},
		{"metadata alone, typed", "meta.test", false},
		{"public to public", "public.test,other.test,public.test", false},
		{"public to loopback", "public.test,loop.test", true},
		{"public to loopback by address", "public.test,127.0.0.1", true},
		{"public to private", "public.test,lan.test", true},
		{"public to carrier-grade NAT", "public.test,nat.test", true},
		{"public to IPv4 in IPv6", "public.test,mapped.test", true},
		{"public to metadata", "public.test,meta.test", true},
		{"public to metadata through NAT64", "public.test,meta6.test", true},
		{"public twice, then private", "public.test,other.test,lan.test", true},
		{"loopback to loopback", "loop.test,127.0.0.1,loop.test", false},
		{"loopback to private", "loop.test,lan.test", false},
		{"private to public", "lan.test,public.test", false},
		{"private to public and back", "lan.test,public.test,lan.test", true},
		{"loopback to metadata", "loop.test,meta.test", true},
		{"private to metadata in a private range", "lan.test,ali.test", true},
		{"link-local to itself", "meta.test,meta.test", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			hosts := strings.Split(tt.hosts, ",")
			p, err := f.Get(context.Background(), "http://"+hosts[0]+"/"+tt.hosts, RequestOptions{})
			if tt.stopped {
				if err == nil {
					t.Fatalf("got %s", p.Body)
				}
				if e := wantKind(t, err, KindAddress); !strings.Contains(e.URL, hosts[len(hosts)-1]) {
					t.Errorf("blames %s", e.URL)
				}
				return
			}
			if err != nil || string(p.Body) != "arrived at "+hosts[len(hosts)-1] || len(p.Hops) != len(hosts)-1 {
				t.Errorf("%v, %v", p, err)
			}
		})
	}
}

func TestGet_HopsAreRecorded(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/1":
			http.Redirect(w, r, "/2?x=y", http.StatusMovedPermanently)
		case "/2":
			w.Header().Set("Location", "خبر#part")
			w.WriteHeader(http.StatusTemporaryRedirect)
		default:
			fmt.Fprint(w, r.URL.Path)
		}
	})
	p, err := fetcher(t, Options{}).Get(context.Background(), s.URL+"/1", RequestOptions{})
	if err != nil || string(p.Body) != "/خبر" || p.URLAsked != s.URL+"/1" || p.URL != s.URL+"/%D8%AE%D8%A8%D8%B1" {
		t.Fatalf("%+v, %v", p, err)
	}
	want := fmt.Sprintf("[{%[1]s/1 301 /2?x=y} {%[1]s/2?x=y 307 خبر#part}]", s.URL)
	if got := fmt.Sprint(p.Hops); got != want {
		t.Errorf("hops %s, want %s", got, want)
	}
}

func TestGet_RedirectsThatLeadNowhere(t *testing.T) {
	count := 0
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		count++
		to := map[string]string{
			"/self": "/self", "/a": "/b", "/b": "/a#x", "/endless": fmt.Sprint("/endless?", count), "/endlessly": "/endless",
			"/ftp": "ftp://paper.example/", "/file": "file:///etc/passwd", "/js": "javascript:alert(1)",
			"/broken": "http://[x/", "/secret": "http://me:secret@paper.example/", "/long": "/" + strings.Repeat("x", 9000),
		}[r.URL.Path]
		w.Header().Set("Location", to)
		w.WriteHeader(http.StatusFound)
	})
	tests := []struct {
		path, detail string
		requests     int
	}{
		{"/self", "in a circle", 1},
		{"/a", "in a circle", 2},
		{"/endless", "more than 10 redirects", 11},
		{"/ftp", `"ftp" is not supported`, 1},
		{"/file", `"file" is not supported`, 1},
		{"/js", `"javascript" is not supported`, 1},
		{"/broken", "malformed", 1},
		{"/secret", "user name or password", 1},
		{"/long", "longer than", 1},
	}
	f := fetcher(t, Options{})
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			count = 0
			_, err := f.Get(context.Background(), s.URL+tt.path, RequestOptions{})
			e := wantKind(t, err, KindRedirect)
			if !strings.Contains(err.Error(), tt.detail) || len(e.Hops) == 0 || count != tt.requests {
				t.Errorf("%v after %d requests, want %q after %d", err, count, tt.detail, tt.requests)
			}
		})
	}
}

// Some papers set a cookie and send the reader to the same page again.
func TestGet_CookieThenSamePageIsNoCircle(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if _, err := r.Cookie("seen"); err != nil {
			http.SetCookie(w, &http.Cookie{Name: "seen", Value: "1"})
			http.Redirect(w, r, r.URL.Path, http.StatusFound)
			return
		}
		fmt.Fprint(w, "page")
	})
	f := fetcher(t, Options{})
	for range 2 { // the second Get starts without the cookie of the first
		p, err := f.Get(context.Background(), s.URL+"/a", RequestOptions{})
		if err != nil || string(p.Body) != "page" || len(p.Hops) != 1 {
			t.Errorf("%v, %v", p, err)
		}
	}
	if p := mustFetch(t, f, s.URL+"/a"); p.Status != http.StatusFound {
		t.Errorf("a single hop kept a cookie: %d", p.Status)
	}
}

func TestProxy(t *testing.T) {
	var asked []string
	proxy := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.String())
		if to := r.URL.Query().Get("to"); to != "" {
			http.Redirect(w, r, to, http.StatusFound)
			return
		}
		fmt.Fprint(w, "by proxy")
	})
	to, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Proxy: http.ProxyURL(to), Resolver: resolver(t, map[string][]string{"public.test": {"8.8.8.8"}, "lan.test": {"10.0.0.1"}})}
	tests := []struct {
		name, url string
		trust     bool
		stopped   bool
	}{
		{"typed name, unknown here", "http://unknown.test/", false, false},
		{"typed private address", "http://10.0.0.1/", false, false},
		{"redirect to a public name", "http://unknown.test/?to=http://public.test/", false, false},
		{"redirect to a private name", "http://unknown.test/?to=http://lan.test/", false, true},
		{"redirect to a private name, proxy trusted", "http://unknown.test/?to=http://lan.test/", true, true},
		{"redirect to a private address", "http://unknown.test/?to=http://127.0.0.1/", false, true},
		{"redirect to a name unknown here", "http://unknown.test/?to=http://hidden.test/", false, true},
		{"redirect to a name unknown here, proxy trusted", "http://unknown.test/?to=http://hidden.test/", true, false},
		{"private address to private address", "http://10.0.0.1/?to=http://10.0.0.2/", false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			asked = nil
			o.TrustProxy = tt.trust
			p, err := fetcher(t, o).Get(context.Background(), tt.url, RequestOptions{})
			if tt.stopped {
				wantKind(t, err, KindAddress)
				if len(asked) != 1 {
					t.Errorf("proxy was asked for %v", asked)
				}
				return
			}
			if err != nil || string(p.Body) != "by proxy" {
				t.Errorf("%v, %v", p, err)
			}
		})
	}
	t.Run("the environment's proxy is not taken unasked", func(t *testing.T) {
		t.Setenv("HTTP_PROXY", proxy.URL)
		t.Setenv("http_proxy", proxy.URL)
		f := fetcher(t, Options{Resolver: resolver(t, nil)})
		_, err := f.Get(context.Background(), "http://paper.test/", RequestOptions{})
		wantKind(t, err, KindDNS)
	})
	t.Run("a proxy that is down", func(t *testing.T) {
		dead, err := url.Parse("http://127.0.0.1:1")
		if err != nil {
			t.Fatal(err)
		}
		f := fetcher(t, Options{Proxy: http.ProxyURL(dead)})
		_, err = f.Get(context.Background(), "https://paper.test/", RequestOptions{})
		var e *Error
		if !errors.As(err, &e) || (e.Kind != KindProxy && e.Kind != KindRefused) {
			t.Error(err)
		}
	})
}
