package sdp

import (
	"runtime"
	"slices"
	"strings"
	"testing"
)

// browsers have offers for audio, video and a data channel, and another browser's answers to them, with invented ICE passwords,
// fingerprints and addresses.
var browsers = []string{"chromium", "firefox"}

func readPair(t testing.TB, browser string) (offer, answer string) {
	t.Helper()
	return readOffer(t, browser+"-sei-offer.sdp"), readOffer(t, browser+"-sei-answer.sdp")
}

// edited returns an answer after a change of its sections.
func edited(change func(sections []string) []string) func(string) string {
	return func(answer string) string { return join(change(read(answer))) }
}

// replaced returns an answer in which each old text, of which there is one at least, is another one.
func replaced(pairs ...string) func(string) string { return strings.NewReplacer(pairs...).Replace }

// without returns an answer without the lines that begin so.
func without(prefix string) func(string) string {
	return func(answer string) string {
		var kept strings.Builder
		for l := range strings.Lines(answer) {
			if !strings.HasPrefix(l, prefix) {
				kept.WriteString(l)
			}
		}
		return kept.String()
	}
}

// rejected returns a section with port 0.
func rejected(section string) string {
	kind, port, _ := media(section)
	return strings.Replace(section, kind+" "+port, kind+" 0", 1)
}

func TestMendAnswer(t *testing.T) {
	t.Parallel()
	same := func(answer string) string { return answer }
	const noMids = "mids, BUNDLE group"
	tests := []struct {
		name   string
		change func(answer string) string
		mended string
		// want returns that of a description in which the mended answer has to be the one before the change; nil: all of it.
		want func(answer string) string
	}{
		{"good", same, "", nil},
		{"bare line feeds", replaced("\r\n", "\n"), "line ends or spaces", nil},
		{"bare carriage returns", replaced("\r\n", "\r"), "line ends or spaces", nil},
		{"mixed line ends", replaced("s=-\r\n", "s=-\n", "t=0 0\r\n", "t=0 0\r"), "line ends or spaces", nil},
		{"line ends doubled", replaced("\r\n", "\r\n\r\n"), "line ends or spaces", nil},
		{"trimmed", strings.TrimSpace, "line ends or spaces", nil},
		{"blank last line", func(a string) string { return a + "\r\n" }, "line ends or spaces", nil},
		{"trailing spaces", replaced("\r\n", " \r\n"), "line ends or spaces", replaced(" \r\n", "\r\n")},
		{"tabs and leading spaces", replaced("\r\n", "\t\r\n  "), "line ends or spaces", nil},
		{"spaces in one line", replaced("a=setup:active\r\n", "a=setup:active \r\n"), "line ends or spaces", nil},
		{"spaces as pion writes them", replaced(" nack\r\n", " nack \r\n"), "", replaced(" nack \r\n", " nack\r\n")},
		{"byte order mark", func(a string) string { return "\ufeff" + a }, "line ends or spaces", nil},

		{"swapped", edited(func(s []string) []string { return []string{s[0], s[2], s[1], s[3]} }), "order of m= lines", nil},
		{"turned round", edited(func(s []string) []string { return []string{s[0], s[3], s[2], s[1]} }), "order of m= lines", nil},
		{"group turned round", replaced("BUNDLE 0 1 2", "BUNDLE 2 1 0"), "BUNDLE group", sorted},
		{"no group", without("a=group:"), "BUNDLE group", sorted},
		{"group of one", replaced("BUNDLE 0 1 2", "BUNDLE 0"), "BUNDLE group", sorted},
		{"group of foreign mids", replaced("BUNDLE 0 1 2", "BUNDLE audio video data"), "BUNDLE group", sorted},
		{"a group for each", replaced("BUNDLE 0 1 2", "BUNDLE 0\r\na=group:BUNDLE 1\r\na=group:BUNDLE 2"), "BUNDLE group", sorted},
		{"no mids", without("a=mid:"), "mids", sorted},
		{"no mids and no group", func(a string) string { return without("a=group:")(without("a=mid:")(a)) }, noMids, sorted},
		{"mids of its own", replaced("a=mid:0", "a=mid:audio", "a=mid:1", "a=mid:video", "a=mid:2", "a=mid:data", "BUNDLE 0 1 2", "BUNDLE audio video data"), noMids, sorted},
		{"mids exchanged", replaced("a=mid:0", "a=mid:1", "a=mid:1", "a=mid:0"), "mids", sorted},

		{"no direction", without("a=sendonly"), "direction", sorted},
		{"both directions", replaced("a=sendonly", "a=sendrecv"), "direction", sorted},
		{"the offer's direction", replaced("a=sendonly", "a=recvonly"), "direction", sorted},
		{"inactive", replaced("a=sendonly", "a=inactive"), "", replaced("a=sendonly", "a=inactive")},

		{"a second audio", edited(func(s []string) []string { return append(s, strings.Replace(s[1], "a=mid:0", "a=mid:9", 1)) }), "m= lines that were not offered", nil},
		{"a second audio in front", edited(func(s []string) []string { return slices.Insert(s, 1, strings.Replace(s[1], "a=mid:0", "a=mid:9", 1)) }), "m= lines that were not offered", nil},
		{"a section of text", edited(func(s []string) []string { return append(s, "text 9 RTP/AVP 98") }), "m= lines that were not offered", nil},
	}
	for _, browser := range browsers {
		offer, answer := readPair(t, browser)
		for _, test := range tests {
			t.Run(browser+" "+test.name, func(t *testing.T) {
				changed := test.change(answer)
				text, mended, err := MendAnswer(offer, changed)
				if err != nil {
					t.Fatal(err)
				}
				if mended != test.mended {
					t.Errorf("mended %q, want %q", mended, test.mended)
				}
				if (changed != answer) != (mended != "") && test.want == nil {
					t.Error("the test changes nothing")
				}
				want := answer
				if test.want != nil {
					text, want = test.want(text), test.want(answer)
				}
				diffLines(t, text, want)
				mendsOnce(t, offer, changed)
			})
		}
	}
}

// sorted returns a description whose sections have their lines sorted.
func sorted(description string) string {
	sections := read(description)
	for i, section := range sections {
		lines := strings.Split(section, crlf)
		slices.Sort(lines[1:])
		sections[i] = strings.Join(lines, crlf)
	}
	return join(sections)
}

// TestMendAnswerWithoutASection: what is missing or rejected in front of the others is inactive in their transport, and anything else
// is rejected.
func TestMendAnswerWithoutASection(t *testing.T) {
	t.Parallel()
	kinds := []string{"audio", "video", "application"}
	cuts := map[string]func(section string) string{
		"missing":                  func(string) string { return "" },
		"rejected":                 rejected,
		"rejected without formats": func(section string) string { return strings.Fields(section)[0] + " 0 UDP/TLS/RTP/SAVPF\r\na=inactive" },
	}
	for _, browser := range browsers {
		offer, answer := readPair(t, browser)
		for name, cut := range cuts {
			for i, kind := range kinds {
				t.Run(browser+" "+name+" "+kind, func(t *testing.T) {
					sections := read(answer)
					sections[i+1] = cut(sections[i+1])
					if sections[i+1] == "" {
						sections = slices.Delete(sections, i+1, i+2)
					}
					text, mended, err := MendAnswer(offer, join(sections))
					if err != nil {
						t.Fatal(err)
					}
					got, whole := read(text), read(answer)
					if len(got) != len(whole) {
						t.Fatalf("%d sections, want %d", len(got), len(whole))
					}
					for at := range kinds {
						if at != i && got[at+1] != whole[at+1] {
							t.Errorf("%s has been changed", kinds[at])
						}
					}
					wantPort, wantGroup := "0", strings.Replace("0 1 2", value(whole[i+1], midIs), "", 1)
					if i == 0 {
						wantPort, wantGroup = "9", "0 1 2"
						for _, line := range []string{"ice-ufrag:", "ice-pwd:", "fingerprint:", "setup:"} {
							if want := value(got[2], crlf+"a="+line); value(got[1], crlf+"a="+line) != want {
								t.Errorf("no a=%s%s in %s", line, want, got[1])
							}
						}
					}
					_, port, rest := media(got[i+1])
					if _, _, offered := media(read(offer)[i+1]); port != wantPort || name == "missing" && rest != offered {
						t.Errorf("port %s and %q, want %s and %q", port, rest, wantPort, offered)
					}
					if value(got[i+1], midIs) != value(whole[i+1], midIs) {
						t.Errorf("the mid of %s", got[i+1])
					}
					if got := strings.Fields(value(got[0], bundle)); !slices.Equal(got, strings.Fields(wantGroup)) {
						t.Errorf("BUNDLE %v, want %s", got, wantGroup)
					}
					wantMended := "missing or rejected m=" + kind
					if name == "rejected" && i > 0 {
						wantMended = "BUNDLE group"
					} else if i > 0 {
						wantMended += ", BUNDLE group"
					}
					if mended != wantMended {
						t.Errorf("mended %q, want %q", mended, wantMended)
					}
					mendsOnce(t, offer, join(sections))
				})
			}
		}
	}
}

// TestMendAnswerThatRejectsAll: nothing is left that could have a transport.
func TestMendAnswerThatRejectsAll(t *testing.T) {
	t.Parallel()
	offer, answer := readPair(t, "chromium")
	sections := read(answer)
	for i := range sections[1:] {
		sections[i+1] = rejected(sections[i+1])
	}
	text, mended, err := MendAnswer(offer, join(sections))
	if err != nil || mended != "BUNDLE group" || !strings.Contains(text, "a=group:BUNDLE\r\n") || HasVideo(text) {
		t.Errorf("mended %q, %v:\n%s", mended, err, text)
	}
	mendsOnce(t, offer, join(sections))
}

func TestAnswersThatCannotBeMended(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, answer, rule string }{
		{"nothing", "", "RFC 8866 section 5"},
		{"a page", "<!doctype html><h1>502 Bad Gateway</h1>", "RFC 8866 section 5"},
		{"words", "v=0\r\nhello\r\n", "RFC 8866 section 5"},
		{"no version", "o=- 0 0 IN IP4 127.0.0.1\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n", "RFC 8866 section 5"},
		{"no m= line", "v=0\r\ns=-\r\nt=0 0\r\n", "RFC 3264 section 6"},
		{"foreign m= lines only", "v=0\r\ns=-\r\nm=text 9 RTP/AVP 98\r\n", "RFC 3264 section 6"},
		{"an m= line that is cut off", "v=0\r\ns=-\r\nm=audio 9 UDP/TLS/RTP/SAVPF\r\n", "RFC 8866 section 5.14"},
		{"an m= line without anything", "v=0\r\ns=-\r\nm=video\r\n", "RFC 8866 section 5.14"},
	}
	offer := readOffer(t, chromium)
	for _, test := range tests {
		text, mended, err := MendAnswer(offer, test.answer)
		if text != "" || mended != "" || err == nil || !strings.Contains(err.Error(), test.rule) {
			t.Errorf("%s: %q, %q, %v; want an error with %q", test.name, text, mended, err, test.rule)
		}
	}
	for _, offer := range []string{"", "hello", "v=0\r\n", "v=0\r\nm=\r\n"} { // of a page that replaces createOffer
		if _, _, err := MendAnswer(offer, "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"); err == nil {
			t.Errorf("an answer to %q is good", offer)
		}
	}
}

// mendsOnce fails if a mended answer is mended again, or has other sections than the offer.
func mendsOnce(t *testing.T, offer, answer string) {
	t.Helper()
	once, _, err := MendAnswer(offer, answer)
	if err != nil {
		return
	}
	twice, mended, err := MendAnswer(offer, once)
	if err != nil || mended != "" || twice != once {
		t.Errorf("mended again (%s, %v):\n%q\nonce  %q\ntwice %q", mended, err, answer, once, twice)
	}
	got, offered := read(once), read(offer)
	if len(got) != len(offered) {
		t.Fatalf("%d sections, want %d: %q", len(got), len(offered), once)
	}
	for i := range offered {
		kind, _, _ := media(got[i])
		if want, _, _ := media(offered[i]); i > 0 && (kind != want || value(got[i], midIs) != value(offered[i], midIs)) {
			t.Errorf("section %d is %s %s, want %s", i, kind, value(got[i], midIs), want)
		}
	}
}

// FuzzAnswer looks for an answer that makes mending panic, or whose mended form is not mended or not an answer to the offer.
func FuzzAnswer(f *testing.F) {
	for i, browser := range browsers {
		_, answer := readPair(f, browser)
		f.Add(answer, i == 0)
		f.Add(without("a=mid:")(replaced("\r\n", "\r")(answer)), i == 0)
	}
	f.Add("v=0\nm=video 0 a b\nm=audio 9 a b\na=group:BUNDLE 0 0\na=mid:\na=mid:1\na=inactive\n", true)
	f.Add("v=0\rm=audio 0\rm=audio 9 a b\ra=recvonly\ra=recvonly\r", false)
	f.Fuzz(func(t *testing.T, answer string, ofChromium bool) {
		browser := "firefox"
		if ofChromium {
			browser = "chromium"
		}
		offer, _ := readPair(t, browser)
		mendsOnce(t, offer, answer)
	})
}

// TestMendAnswerIsLinear: an answer as large as a reply may be is mended in no more than a hundred times the memory.
func TestMendAnswerIsLinear(t *testing.T) {
	offer, _ := readPair(t, "chromium")
	for _, line := range []string{"\r", "m=audio 9 a b\r", "a=group:BUNDLE 0\r", "a=mid:0\r", "a=sendrecv\r", "a=candidate:1\r"} {
		answer := "v=0\r\nm=video 9 a b\r\n" + strings.Repeat(line, 64<<10/len(line))
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, _, _ = MendAnswer(offer, answer)
		runtime.ReadMemStats(&after)
		if bytes := after.TotalAlloc - before.TotalAlloc; bytes > 100*64<<10 {
			t.Errorf("%d bytes for lines of %q", bytes, line)
		}
	}
}
