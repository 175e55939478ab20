// Package signal is the client's half of Tencent LEB signalling (快直播), the
// five HTTPS calls of "signal https接口":
//
//	pullstream         asks for a stream: offer in, answer and svrsig out
//	stopstream         stops it; the server sends, and bills, until told
//	reportquality      what arrived in the last two seconds (optional)
//	reporticestate     the ICE states, at each change (optional)
//	firstframeusetime  how long the first frame took (optional)
//
// and a sixth, which is not in the specification, but which Tencent's players
// make:
//
//	tabrctl            switches to another of the stream's bitrates
//
// Each is a POST of a JSON object, answered by a JSON object with errcode and
// errmsg. [Hosts.PullStream] makes the first one, at the best of several hosts,
// and returns a [Stream], whose methods make the others.
//
// The package knows the protocol and nothing else. Bytes travel over a
// [Transport]: the page's fetch in the browser, package httptransport in a
// native program. It retries nothing. Package signaltest has the server's half,
// for tests.
package signal
