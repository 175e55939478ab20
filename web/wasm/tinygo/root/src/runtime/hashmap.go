package runtime

import "unsafe"

// hashmap is a map: a list of its entries, the newest first. The largest one has the
// functions given to JavaScript, some twenty for each player of a page, and those that
// are called soon are the newest. TinyGo's real map, with hashes, buckets and random
// numbers, is four times the code.
type hashmap struct {
	first              *hashmapEntry
	count              int
	keySize, valueSize uintptr
	valueOffset        uintptr // in an entry
	equal              func(x, y unsafe.Pointer, n uintptr) bool
}

// hashmapEntry is followed by its key and its value.
type hashmapEntry struct {
	next    *hashmapEntry // stays in a deleted entry, for an iteration that is there
	deleted bool
}

func (e *hashmapEntry) key() unsafe.Pointer { return unsafe.Add(unsafe.Pointer(e), unsafe.Sizeof(*e)) }

func (m *hashmap) value(e *hashmapEntry) unsafe.Pointer {
	return unsafe.Add(unsafe.Pointer(e), m.valueOffset)
}

// hashmapMakeGeneric makes a map. Keys are padded: the collector finds only aligned
// pointers.
func hashmapMakeGeneric(keySize, valueSize, _ uintptr, _ func(unsafe.Pointer, uintptr, uintptr) uint32,
	equal func(x, y unsafe.Pointer, n uintptr) bool) *hashmap {
	return &hashmap{keySize: keySize, valueSize: valueSize, valueOffset: unsafe.Sizeof(hashmapEntry{}) + (keySize+7)&^7, equal: equal}
}

// hashmapFind returns the link to the entry with a key, or the link at the end of
// the list, which is nil.
func hashmapFind(m *hashmap, key unsafe.Pointer) **hashmapEntry {
	link := &m.first
	for *link != nil && !m.equal((*link).key(), key, m.keySize) {
		link = &(*link).next
	}
	return link
}

func hashmapSet(m *hashmap, key, value unsafe.Pointer) {
	if m == nil {
		nilMapPanic()
	}
	e := *hashmapFind(m, key)
	if e == nil {
		e = (*hashmapEntry)(alloc(m.valueOffset+m.valueSize, nil))
		memcpy(e.key(), key, m.keySize)
		e.next, m.first = m.first, e
		m.count++
	}
	memcpy(m.value(e), value, m.valueSize)
}

func hashmapGet(m *hashmap, key, value unsafe.Pointer, valueSize uintptr) bool {
	if m != nil {
		if e := *hashmapFind(m, key); e != nil {
			memcpy(value, m.value(e), valueSize)
			return true
		}
	}
	memzero(value, valueSize)
	return false
}

func hashmapDelete(m *hashmap, key unsafe.Pointer) {
	if m == nil {
		return
	}
	link := hashmapFind(m, key)
	if e := *link; e != nil {
		e.deleted = true
		*link = e.next
		m.count--
	}
}

func hashmapClear(m *hashmap) {
	if m == nil {
		return
	}
	for e := m.first; e != nil; e = e.next {
		e.deleted = true
	}
	m.first, m.count = nil, 0
}

//go:inline
func hashmapLen(m *hashmap) int {
	if m == nil {
		return 0
	}
	return m.count
}

// hashmapIterator is zero before the first entry. After the last one it is not used.
type hashmapIterator struct{ entry *hashmapEntry }

func hashmapNext(m *hashmap, it *hashmapIterator, key, value unsafe.Pointer) bool {
	if m == nil {
		return false
	}
	e := m.first
	if it.entry != nil {
		e = it.entry.next
	}
	for e != nil && e.deleted {
		e = e.next
	}
	it.entry = e
	if e == nil {
		return false
	}
	memcpy(key, e.key(), m.keySize)
	memcpy(value, m.value(e), m.valueSize)
	return true
}

// What the compiler calls for keys that are compared byte by byte, as texts, and by
// a function of its own.

func hashmapBinarySet(m *hashmap, key, value unsafe.Pointer) { hashmapSet(m, key, value) }

func hashmapBinaryGet(m *hashmap, key, value unsafe.Pointer, valueSize uintptr) bool {
	return hashmapGet(m, key, value, valueSize)
}

func hashmapBinaryDelete(m *hashmap, key unsafe.Pointer) { hashmapDelete(m, key) }

func hashmapStringSet(m *hashmap, key string, value unsafe.Pointer) {
	hashmapSet(m, unsafe.Pointer(&key), value)
}

func hashmapStringGet(m *hashmap, key string, value unsafe.Pointer, valueSize uintptr) bool {
	return hashmapGet(m, unsafe.Pointer(&key), value, valueSize)
}

func hashmapStringDelete(m *hashmap, key string) { hashmapDelete(m, unsafe.Pointer(&key)) }

func hashmapGenericSet(m *hashmap, key, value unsafe.Pointer) { hashmapSet(m, key, value) }

func hashmapGenericGet(m *hashmap, key, value unsafe.Pointer, valueSize uintptr) bool {
	return hashmapGet(m, key, value, valueSize)
}

func hashmapGenericDelete(m *hashmap, key unsafe.Pointer) { hashmapDelete(m, key) }

func hashmapStringEqual(x, y unsafe.Pointer, _ uintptr) bool { return *(*string)(x) == *(*string)(y) }

// The compiler names it for a map with texts as keys. Nothing calls it here.
func hashmapStringPtrHash(unsafe.Pointer, uintptr, uintptr) uint32 { return 0 }

// The compiler names these for other keys, in packages of which nothing is linked.

func hashmapInterfacePtrHash(unsafe.Pointer, uintptr, uintptr) uint32 { return 0 }

func hashmapFloat32Hash(unsafe.Pointer, uintptr) uint32 { return 0 }

func hashmapFloat64Hash(unsafe.Pointer, uintptr) uint32 { return 0 }

func hashmapInterfaceEqual(x, y unsafe.Pointer, _ uintptr) bool { return *(*any)(x) == *(*any)(y) }
