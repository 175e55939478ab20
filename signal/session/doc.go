// Package session is one play of a LEB stream, from pullstream to stopstream:
// its states, its reports, and its recovery when a pull breaks. [Session.Run] is a
// loop (play.go): it hands what happens to package recovery, and carries out what
// that decides. A pull (pull.go) is one pullstream with its peer connection, and
// reads top to bottom in the order of its steps.
//
// The package never touches a browser. It sees a browser through the [Peer],
// [Element] and [Page] interfaces and the network through [Signalling], and sends
// its events to an [Observer]. In the player, package bridge and signal.Hosts
// implement these; in tests, fakes do.
package session
