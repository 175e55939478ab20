package edge

import (
	"errors"
	"testing"
)

func TestRemoteAddressesNeedPermission(t *testing.T) {
	t.Parallel()
	for _, addr := range []string{"0.0.0.0:0", ":0", "192.0.2.1:0", "[::]:0", "example.com:0"} {
		var remote *RemoteAddrError
		if _, err := New(Config{UDPAddr: addr}); !errors.As(err, &remote) {
			t.Errorf("UDPAddr %s: %v, want it refused", addr, err)
		}
		if err := CheckAddr(addr, true); err != nil {
			t.Errorf("%s with permission: %v", addr, err)
		}
	}
	for _, addr := range []string{"127.0.0.1:0", "localhost:1", "[::1]:1"} {
		if err := CheckAddr(addr, false); err != nil {
			t.Errorf("%s: %v", addr, err)
		}
	}
}
