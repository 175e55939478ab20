package netem

import (
	"fmt"
	"net"
	"strconv"
	"testing"
	"testing/synctest"
	"time"
)

// pathTest runs a test in which datagrams to and from the ports 7 and 8 share one path, and all others have none.
func pathTest(t *testing.T, test func(t *testing.T, path *Path, c *PathConn, socket *fakeSocket)) {
	synctest.Test(t, func(t *testing.T) {
		socket, path := newFakeSocket(), &Path{}
		socket.out = make(chan string, 20_000)
		c := NewPathConn(socket, func(remote net.Addr, _ []byte) *Path {
			if port := remote.(*net.UDPAddr).Port; port == 7 || port == 8 {
				return path
			}
			return nil
		})
		defer c.Close()
		test(t, path, c, socket)
	})
}

func write(t *testing.T, c *PathConn, data string, port int) {
	t.Helper()
	if n, err := c.WriteTo([]byte(data), &net.UDPAddr{Port: port}); n != len(data) || err != nil {
		t.Fatal(n, err)
	}
}

func TestPathDelaysBothDirections(t *testing.T) {
	pathTest(t, func(t *testing.T, path *Path, c *PathConn, socket *fakeSocket) {
		start := time.Now()
		write(t, c, "at once", 8)
		if got := <-socket.out; got != "at once:8" || time.Since(start) != 0 {
			t.Errorf("%q after %v", got, time.Since(start))
		}
		path.SetDelay(70 * time.Millisecond)
		socket.in <- "up"
		write(t, c, "down", 8)
		write(t, c, "pathless", 9)
		if got := <-socket.out; got != "pathless:9" || time.Since(start) != 0 {
			t.Errorf("without a path: %q after %v", got, time.Since(start))
		}
		buffer := make([]byte, 10)
		n, addr, err := c.ReadFrom(buffer)
		if err != nil || string(buffer[:n]) != "up" || addr.String() != ":7" || time.Since(start) != 70*time.Millisecond {
			t.Errorf("received %q from %v, %v, after %v", buffer[:n], addr, err, time.Since(start))
		}
		if got := <-socket.out; got != "down:8" || time.Since(start) != 70*time.Millisecond {
			t.Errorf("%q after %v", got, time.Since(start))
		}
	})
}

func TestHoldLosesNothing(t *testing.T) {
	pathTest(t, func(t *testing.T, path *Path, c *PathConn, socket *fakeSocket) {
		start := time.Now()
		path.Hold(2 * time.Second)
		for i := range 10 {
			write(t, c, strconv.Itoa(i), 8)
			time.Sleep(100 * time.Millisecond)
		}
		for i := range 10 {
			if got, want := <-socket.out, fmt.Sprintf("%d:8", i); got != want || time.Since(start) != 2*time.Second {
				t.Errorf("got %s after %v, want %s after 2s", got, time.Since(start), want)
			}
		}
		write(t, c, "after", 8)
		if got := <-socket.out; got != "after:8" || time.Since(start) != 2*time.Second {
			t.Errorf("%q after %v", got, time.Since(start))
		}
	})
}

func TestJitterDoesNotReorder(t *testing.T) {
	pathTest(t, func(t *testing.T, path *Path, c *PathConn, socket *fakeSocket) {
		const jitter = 50 * time.Millisecond
		path.SetJitter(jitter)
		start := time.Now()
		for i := range 200 {
			write(t, c, strconv.Itoa(i), 8)
			time.Sleep(10 * time.Millisecond)
		}
		path.SetJitter(0)
		write(t, c, "200", 8) // waits for those still in transit
		for i := range 201 {
			if got, want := <-socket.out, fmt.Sprintf("%d:8", i); got != want {
				t.Fatalf("got %s, want %s", got, want)
			}
		}
		if took := time.Since(start); took < 2*time.Second || took > 2*time.Second+jitter {
			t.Errorf("took %v", took)
		}
	})
}

func TestLoss(t *testing.T) {
	pathTest(t, func(t *testing.T, path *Path, c *PathConn, socket *fakeSocket) {
		path.SetLoss(0.1)
		for range 10_000 {
			write(t, c, "x", 8)
		}
		// Ten standard deviations on either side.
		if arrived := len(socket.out); arrived < 8700 || arrived > 9300 {
			t.Errorf("%d of 10000 datagrams arrived at 10 %% loss", arrived)
		}
	})
}

func TestDropAndReset(t *testing.T) {
	pathTest(t, func(t *testing.T, path *Path, c *PathConn, socket *fakeSocket) {
		arrives := func() bool {
			write(t, c, "x", 8)
			socket.in <- "y"
			synctest.Wait()
			up, down := len(c.arrivals), len(socket.out)
			for range down {
				<-socket.out
			}
			for range up {
				<-c.arrivals
			}
			if up != down {
				t.Errorf("%d datagrams arrived up, %d down; want as many", up, down)
			}
			return down == 1
		}
		path.Drop(100 * time.Millisecond)
		if arrives() {
			t.Error("a datagram arrived during a drop")
		}
		time.Sleep(100 * time.Millisecond)
		if !arrives() {
			t.Error("no datagram arrives after the drop")
		}
		path.Drop(0)
		time.Sleep(time.Hour)
		if arrives() {
			t.Error("a drop without an end has ended")
		}
		path.Reset()
		if !arrives() {
			t.Error("no datagram arrives after Reset")
		}
	})
}
