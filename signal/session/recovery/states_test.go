package recovery

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the golden files anew")

var (
	conditionNames = []string{"Absent", "Moving", "Still", "Lost", "Dead", "Ended"}
	nextNames      = []string{"None", "Waiting", "Parked", "Repulling", "Switching", "SwitchingBitrate"}
	phaseNames     = []string{"starting", "playing", "paused", "stalled", "reconnecting", "stopped", "failed"}
)

// combination returns the names of the facts that a State combines.
func combination(s *State) string {
	text := conditionNames[s.pull] + " " + nextNames[s.next]
	if s.paused {
		text += " paused"
	}
	return text
}

// TestStates visits each state that any order of events leads to, and compares
// the combinations of facts that occur with the list of the legal ones.
func TestStates(t *testing.T) {
	why := Failure{Err: errors.New("broken"), Passing: true}
	seen, legal := map[string]bool{}, map[string]bool{}
	frontier := []State{New(Policy{MaxAttempts: 1, BaseDelay: time.Second, MaxDelay: time.Second, PauseTimeout: 10 * time.Second})}
	at := time.Duration(0)
	for len(frontier) > 0 {
		s := frontier[0]
		frontier = frontier[1:]
		at += 5 * time.Second
		for _, e := range []Event{Moved{}, Stood{}, PullLost{Why: why}, PullLost{Why: why, Final: true}, Ready{Attempt: s.attempt, Picture: true},
			Kept{s.attempt}, AttemptFailed{s.attempt, why}, AttemptFailed{s.attempt, Failure{Err: why.Err}}, SwitchTo{Request: 1}, SwitchTo{1, true}, SwitchWithdrawn{1},
			ElementPaused{}, ElementPlayed{}, PageChanged{}, PageChanged{Hidden: true}, PageChanged{Offline: true}, PageReturned{},
			PolicyChanged{Policy{PauseTimeout: 10 * time.Second}}, PolicyChanged{Policy{MaxAttempts: 2, PauseTimeout: 10 * time.Second}}, Elapsed{}, Stop{}} {
			next, _ := s.Step(at, 0.5, e)
			key := fmt.Sprint(combination(&next), next.hidden, next.offline, next.policy.MaxAttempts, next.budget.attempts, next.outage.on, next.outage.attempts > 0)
			legal[combination(&next)] = true
			if !seen[key] {
				seen[key] = true
				frontier = append(frontier, next)
			}
		}
	}
	var lines []string
	for l := range legal {
		lines = append(lines, l)
	}
	slices.Sort(lines)
	golden(t, "testdata/states.txt", strings.Join(lines, "\n")+"\n")
}

// golden compares a text with a file.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; look at it, and run the test with -update if it is right:\n%s", file, got)
	}
}
