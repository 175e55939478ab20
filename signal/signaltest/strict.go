package signaltest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
)

// decodeStrictly reads body, one JSON object, into the struct that v points to.
// Every member has to be there unless it is optional, under its exact name and
// with its type; null is no type; others are not allowed.
func decodeStrictly(body []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return err
	}
	if _, err := dec.Token(); err != io.EOF {
		return errors.New("text after the JSON object")
	}
	return checkMembers(body, reflect.TypeOf(v).Elem(), "")
}

// checkMembers finds what encoding/json tolerates: missing members, nulls, and
// names in another case.
func checkMembers(object []byte, t reflect.Type, within string) error {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(object, &members); err != nil || members == nil {
		return errors.New(within + "not a JSON object")
	}
	known := map[string]bool{}
	for _, f := range reflect.VisibleFields(t) {
		if f.Anonymous {
			continue // its fields are visible by themselves
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		known[name] = true
		value, there := members[name]
		switch {
		case !there && slices.Contains(strings.Split(options, ","), "omitempty"):
		case !there:
			return fmt.Errorf("%s%s is missing", within, name)
		case string(value) == "null":
			return fmt.Errorf("%s%s is null", within, name)
		case f.Type.Kind() == reflect.Struct:
			if err := checkMembers(value, f.Type, within+name+"."); err != nil {
				return err
			}
		}
	}
	for name := range members {
		if !known[name] {
			return fmt.Errorf("%s%s is unknown", within, name)
		}
	}
	return nil
}
