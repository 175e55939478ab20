package edge

import (
	"net"
	"testing"

	"github.com/pion/stun"

	"lebplayer/web/edge/netem"
)

func TestOnlyAuthenticChecksTeachAddresses(t *testing.T) {
	t.Parallel()
	table, path, other := newPathTable(), &netem.Path{}, &netem.Path{}
	table.add("known", "password", path)
	table.add("other", "another password", other)
	check := func(ufrag, password string) []byte {
		message, err := stun.Build(stun.TransactionID, stun.BindingRequest, stun.NewUsername(ufrag+":viewer"),
			stun.NewShortTermIntegrity(password), stun.Fingerprint)
		if err != nil {
			t.Fatal(err)
		}
		return message.Raw
	}
	for port := range 1000 {
		stranger := &net.UDPAddr{IP: net.IPv4(192, 0, 2, 1), Port: port + 1}
		for _, data := range [][]byte{check("known", "guess"), check("unknown", "password"), check("known", "password")[:40]} {
			if table.lookUp(stranger, data) != nil {
				t.Fatalf("a path for a stranger's % x", data)
			}
		}
	}
	if n := len(table.byRemote); n != 0 {
		t.Errorf("%d addresses were learnt from strangers", n)
	}

	viewer := &net.UDPAddr{IP: net.IPv4(192, 0, 2, 2), Port: 5000}
	if table.lookUp(viewer, check("known", "password")) != path || table.lookUp(viewer, nil) != path {
		t.Error("the viewer's address was not learnt")
	}
	if table.lookUp(viewer, check("other", "guess")) != path {
		t.Error("a stranger has moved the viewer's address to another session")
	}
	if table.lookUp(viewer, check("other", "another password")) != other {
		t.Error("the next session at the same address has no path")
	}
	if table.remove("other"); table.lookUp(viewer, nil) != nil {
		t.Error("the address outlives the session")
	}
}
