package sync

// OnceFunc returns a function that calls f at its first call. The next call does
// not wait for that one. TinyGo's passes on a panic of f, but here it is a trap.
func OnceFunc(f func()) func() {
	return func() {
		if call := f; call != nil {
			f = nil
			call()
		}
	}
}
