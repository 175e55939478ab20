// Package quality turns what a browser's getStats says into the numbers of LEB's quality report.
//
// The way is StatsReport → Reader.Read → Sample, two samples → Between → Delta, Delta.Report → signal.QualityReport. All but
// the Reader are values, and what it keeps only saves time; nothing here knows the time of day.
package quality
