//go:build tinygo.unicore

package task

// Mutex is a mutex that nobody ever waits for: goroutines take turns only where
// they wait for something, and nothing here waits while it holds a mutex. A
// Lock that would have to wait is a defect, and traps. So its callers, all of
// syscall/js among them, need not be able to wait.
type Mutex struct {
	locked bool
}

// Lock locks m.
func (m *Mutex) Lock() {
	if !m.TryLock() {
		runtimeFatal("sync: a goroutine waited while it held a Mutex")
	}
}

// Unlock unlocks m.
func (m *Mutex) Unlock() {
	if !m.locked {
		runtimeFatal("sync: unlock of unlocked Mutex")
	}
	m.locked = false
}

// TryLock tries to lock m and reports whether it succeeded.
func (m *Mutex) TryLock() bool {
	if m.locked {
		return false
	}
	m.locked = true
	return true
}
