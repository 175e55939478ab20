// Package quality turns the counters of a browser's getStats into the numbers of LEB's quality report.
//
// A Reader turns each StatsReport into a Sample, Between two samples into a Delta, and Delta.Report that into a
// signal.QualityReport. All types are values without a clock; the Reader keeps only what saves time.
package quality
