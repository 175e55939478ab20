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

// decodeStrictly decodes body, a JSON object, into the struct that v points to.
// It returns an error if a member is missing that has no omitempty, if one is
// unknown or null or has another type or case, and if text follows the object.
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

// checkMembers checks for errors that encoding/json tolerates: missing members,
// nulls, and names in another case. within is the prefix of the names in errors.
func checkMembers(object []byte, t reflect.Type, within string) error {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(object, &members); err != nil || members == nil {
		return errors.New(within + "not a JSON object")
	}
	known := map[string]bool{}
	for _, f := range reflect.VisibleFields(t) {
		if f.Anonymous {
			continue // VisibleFields also returns the fields of an embedded struct
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		known[name] = true
		value, present := members[name]
		switch {
		case !present && slices.Contains(strings.Split(options, ","), "omitempty"):
		case !present:
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
