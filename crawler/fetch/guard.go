package fetch

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"syscall"
)

// Reach bounds the addresses that a request may connect to. Names are judged by
// the address that they turn out to have.
type Reach int

// From narrow to wide. The zero Reach means as usual, see RequestOptions.
const (
	// Public is the open internet only.
	Public Reach = iota + 1
	// Local adds loopback and private networks, but not link-local addresses and
	// cloud metadata services.
	Local
	// Anywhere is no bound.
	Anywhere
)

func orReach(r, usual Reach) Reach {
	if r == 0 {
		return usual
	}
	return r
}

// specialZones lists the networks that are not the open internet, each with the
// reach that it takes, first match wins. Sources: the IANA special-purpose address
// registries for IPv4 and IPv6 (RFC 6890 and later entries), and the addresses that
// cloud providers document for their metadata services.
var specialZones = []struct {
	net   netip.Prefix
	reach Reach
}{
	{netip.MustParsePrefix("100.100.100.200/32"), Anywhere}, // metadata, Alibaba
	{netip.MustParsePrefix("168.63.129.16/32"), Anywhere},   // metadata, Azure
	{netip.MustParsePrefix("fd00:ec2::254/128"), Anywhere},  // metadata, AWS
	{netip.MustParsePrefix("fd20:ce::254/128"), Anywhere},   // metadata, Google
	{netip.MustParsePrefix("169.254.0.0/16"), Anywhere},     // link-local, with most clouds' metadata
	{netip.MustParsePrefix("192.0.0.0/24"), Anywhere},       // IETF protocols, with Oracle's metadata
	{netip.MustParsePrefix("0.0.0.0/8"), Local},             // this host: Linux connects to loopback
	{netip.MustParsePrefix("10.0.0.0/8"), Local},            // private
	{netip.MustParsePrefix("100.64.0.0/10"), Local},         // carrier-grade NAT
	{netip.MustParsePrefix("127.0.0.0/8"), Local},           // loopback
	{netip.MustParsePrefix("172.16.0.0/12"), Local},         // private
	{netip.MustParsePrefix("192.168.0.0/16"), Local},        // private
	{netip.MustParsePrefix("198.18.0.0/15"), Local},         // benchmarking
	{netip.MustParsePrefix("192.0.2.0/24"), Anywhere},       // documentation
	{netip.MustParsePrefix("198.51.100.0/24"), Anywhere},    // documentation
	{netip.MustParsePrefix("203.0.113.0/24"), Anywhere},     // documentation
	{netip.MustParsePrefix("192.88.99.0/24"), Anywhere},     // 6to4 relays, withdrawn
	{netip.MustParsePrefix("224.0.0.0/4"), Anywhere},        // multicast
	{netip.MustParsePrefix("240.0.0.0/4"), Anywhere},        // reserved, and broadcast
	{netip.MustParsePrefix("::/127"), Local},                // unspecified and loopback
	{netip.MustParsePrefix("fc00::/7"), Local},              // unique local
	{netip.MustParsePrefix("fec0::/10"), Local},             // site-local, withdrawn
	{netip.MustParsePrefix("64:ff9b:1::/48"), Local},        // NAT64, local use
	{netip.MustParsePrefix("fe80::/10"), Anywhere},          // link-local
	{netip.MustParsePrefix("ff00::/8"), Anywhere},           // multicast
	{netip.MustParsePrefix("100::/64"), Anywhere},           // discard
	{netip.MustParsePrefix("2001::/23"), Anywhere},          // IETF protocols, with Teredo and ORCHID
	{netip.MustParsePrefix("2001:db8::/32"), Anywhere},      // documentation
	{netip.MustParsePrefix("3fff::/20"), Anywhere},          // documentation
	{netip.MustParsePrefix("5f00::/16"), Anywhere},          // segment routing
}

// zoneOf is the least reach that may connect to addr. IPv6 addresses that carry an
// IPv4 address lead to it, and are judged by it.
func zoneOf(addr netip.Addr) Reach {
	addr = addr.WithZone("").Unmap()
	for _, zone := range specialZones {
		if zone.net.Contains(addr) {
			return zone.reach
		}
	}
	if inner, ok := embedded(addr); ok {
		return zoneOf(inner)
	}
	return Public
}

// embedded finds the IPv4 address inside NAT64 (RFC 6052), 6to4 (RFC 3056),
// IPv4-compatible (RFC 4291) and ISATAP (RFC 5214) addresses.
func embedded(addr netip.Addr) (netip.Addr, bool) {
	if !addr.Is6() {
		return addr, false
	}
	b := addr.As16()
	at := -1
	switch head := [12]byte(b[:12]); {
	case head == [12]byte{0x00, 0x64, 0xff, 0x9b}, head == [12]byte{}:
		at = 12
	case b[0] == 0x20 && b[1] == 0x02:
		at = 2
	case b[8]&^0x02 == 0 && b[9] == 0 && b[10] == 0x5e && b[11] == 0xfe:
		at = 12
	}
	if at < 0 {
		return addr, false
	}
	return netip.AddrFrom4([4]byte(b[at : at+4])), true
}

// addressError is a connection that was not made.
type addressError struct {
	addr netip.Addr
}

func (e *addressError) Error() string {
	return fmt.Sprintf("%s is not an address on the open internet", e.addr)
}

func checkAddr(addr netip.Addr, reach Reach) error {
	if zoneOf(addr) > reach {
		return &addressError{addr: addr}
	}
	return nil
}

// guardedDial checks every address between DNS and connect, so that no second
// lookup can give another answer.
func guardedDial(o Options, reach Reach) func(ctx context.Context, network, addr string) (net.Conn, error) {
	dialer := &net.Dialer{
		Timeout:  o.ConnectTimeout,
		Resolver: o.Resolver,
		Control: func(_, address string, _ syscall.RawConn) error {
			addr, err := netip.ParseAddrPort(address)
			if err != nil {
				return fmt.Errorf("address %q: %w", address, err)
			}
			return checkAddr(addr.Addr(), reach)
		},
	}
	return dialer.DialContext
}
