// Package godebug stands in for internal/godebug: see ../../../README.md.
package godebug

// Setting is one of the settings in the environment variable GODEBUG, which
// a browser has not: each has its default.
type Setting struct{ name string }

// New names a setting.
func New(name string) *Setting { return &Setting{name} }

// Name is the setting's name.
func (s *Setting) Name() string { return s.name }

// Undocumented tells whether the documentation leaves the setting out.
func (s *Setting) Undocumented() bool { return false }

// String gives name=value.
func (s *Setting) String() string { return s.name + "=" }

// Value is "": the default.
func (s *Setting) Value() string { return "" }

// IncNonDefault counts uses of another value, so it never has to.
func (s *Setting) IncNonDefault() {}
