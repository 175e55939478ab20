// Package session is one play of a LEB stream, from pullstream to stopstream:
// its states, its reports, and how it comes back when a pull dies. [Session.Run]
// makes one pull, follows it, and makes another where that is needed; a pull
// (pull.go) reads top to bottom in the order things happen.
//
// The package decides and never touches a browser. What it needs of one are the
// [Media], [Screen] and [Page] interfaces, of the network the [Signalling] interface,
// and what it has to say goes to an [Observer]. In the player those are
// implemented by package bridge and by signal.Hosts; in tests by fakes.
package session
