// Package signal is the client's half of Tencent LEB signalling (快直播), the
// five HTTPS calls of "signal https接口":
//
//	pullstream         ask for a stream: offer in, answer and svrsig out
//	stopstream         give it back; the server sends, and bills, until told
//	reportquality      what arrived in the last two seconds (optional)
//	reporticestate     the ICE states, at each change (optional)
//	firstframeusetime  how long the first picture took (optional)
//
// and a sixth, which is not in it, but which Tencent's players make:
//
//	tabrctl            switch to another of the stream's bitrates
//
// Each is a POST of a JSON object, answered by a JSON object with errcode and
// errmsg. A successful pullstream yields an svrsig, which every later call of
// that pull has to carry: see [Ticket].
//
// The package knows the protocol and nothing else. Bytes travel over a
// [Transport]: the page's fetch in the browser, package httptransport in a
// native program. It retries nothing and keeps no state, but that [Hosts], for a
// service of several hosts, knows which of them a pull is from. Package
// signaltest has the server's half, for tests.
package signal
