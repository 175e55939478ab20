package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
)

// Patterns of lines in the linker's map. A line contains the address, offset and
// size of a section in hexadecimal, and its name. The offset is not the offset
// in the file.
var (
	typeSection = regexp.MustCompile(`^ *([0-9a-f]+) +[0-9a-f]+ +([0-9a-f]+) +lto\.tmp:\(\.(?:ro)?data\.reflect/types\.type[:.]`)
	reflection  = regexp.MustCompile(`lto\.tmp:\(.*(?:reflectlite\.|reflectValueEqual|hashmapInterfaceHash|reflect\.Value)`)
)

// dropTypes overwrites the type descriptions in a program with zeros, which
// compress to nothing. A program without reflection only compares their
// addresses. dropTypes returns an error if the map contains reflection, or no
// type descriptions.
func dropTypes(file, linkMap string) error {
	sections, err := os.ReadFile(linkMap)
	if err != nil {
		return err
	}
	program, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	memory, err := dataSegments(program)
	if err != nil {
		return err
	}
	dropped := 0
	for line := range strings.Lines(string(sections)) {
		if match := typeSection.FindStringSubmatch(line); match != nil {
			address, _ := strconv.ParseUint(match[1], 16, 32)
			size, _ := strconv.ParseUint(match[2], 16, 32)
			for _, s := range memory {
				if address >= s.address && address+size <= s.address+uint64(len(s.bytes)) {
					clear(s.bytes[address-s.address:][:size])
					dropped++
				}
			}
		} else if reflection.MatchString(line) {
			return fmt.Errorf("the program looks at types: %s", strings.TrimSpace(line))
		}
	}
	if dropped == 0 {
		return fmt.Errorf("no types in %s", linkMap)
	}
	return os.WriteFile(file, program, 0o755)
}

// segment is a data segment. bytes is a part of the module, so that changing it
// changes the module.
type segment struct {
	address uint64
	bytes   []byte
}

// dataSegments returns the segments in the data section of a module (WebAssembly
// Core, "Data Section"). It supports active segments at constant addresses, the
// only kind that the linker makes.
func dataSegments(module []byte) (list []segment, err error) {
	const header, dataSection = 8, 11
	r := &reader{module[header:]}
	for len(r.rest) > 0 {
		id := r.number()
		section := &reader{r.bytes(r.number())}
		if id != dataSection {
			continue
		}
		for range section.number() {
			const active, i32Const, end = 0, 0x41, 0x0b
			if section.number() != active || section.number() != i32Const {
				return nil, errors.New("a data segment of an unknown kind")
			}
			address := section.number() // signed LEB128, in which a positive number reads the same
			if section.number() != end {
				return nil, errors.New("a data segment without a constant address")
			}
			list = append(list, segment{address, section.bytes(section.number())})
		}
	}
	return list, nil
}

// reader reads a module. It panics if the module is malformed.
type reader struct{ rest []byte }

// number reads an unsigned LEB128 number.
func (r *reader) number() uint64 {
	n, size := binary.Uvarint(r.rest)
	r.rest = r.rest[size:]
	return n
}

func (r *reader) bytes(n uint64) []byte {
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}
