// Package session is one play of a LEB stream, from pullstream to stopstream:
// its states, its watchdogs, its reports. [Session.Run] reads top to bottom in
// the order things happen, and every step is undone by a defer beside it.
//
// The package decides and never touches a browser. What it needs of one is the
// [Media] interface, what it needs of the network the [Signalling] interface,
// and what it has to say goes to an [Observer]. In the player those are
// implemented by package bridge and by signal.Client; in tests by fakes.
package session
