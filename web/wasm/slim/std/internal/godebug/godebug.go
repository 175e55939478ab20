// Package godebug stands in for internal/godebug: see ../../../README.md.
package godebug

// Setting is a setting of the environment variable GODEBUG. Since browsers have
// no environment, it always has its default value.
type Setting struct{ name string }

// New returns the setting with the given name.
func New(name string) *Setting { return &Setting{name} }

// Name returns the name of the setting.
func (s *Setting) Name() string { return s.name }

// Undocumented reports whether the setting is undocumented. It always returns
// false.
func (s *Setting) Undocumented() bool { return false }

// String returns name=value.
func (s *Setting) String() string { return s.name + "=" }

// Value returns "", the default.
func (s *Setting) Value() string { return "" }

// IncNonDefault does nothing: it counts uses of values other than the default.
func (s *Setting) IncNonDefault() {}
