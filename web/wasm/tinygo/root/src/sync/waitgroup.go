package sync

// WaitGroup counts what is under way.
type WaitGroup struct {
	count int
	none  chan struct{} // is closed when the count becomes 0; nil while nobody waits
}

// Add changes the count.
func (wg *WaitGroup) Add(delta int) {
	wg.count += delta
	if wg.count < 0 {
		panic("sync: negative WaitGroup counter")
	}
	if wg.count == 0 && wg.none != nil {
		close(wg.none)
		wg.none = nil
	}
}

// Done says that one is done.
func (wg *WaitGroup) Done() { wg.Add(-1) }

// Wait waits until the count is 0.
func (wg *WaitGroup) Wait() {
	if wg.count > 0 {
		if wg.none == nil {
			wg.none = make(chan struct{})
		}
		<-wg.none
	}
}

// Go runs f in a goroutine that is counted.
func (wg *WaitGroup) Go(f func()) {
	wg.Add(1)
	go func() {
		f()
		wg.Done()
	}()
}
