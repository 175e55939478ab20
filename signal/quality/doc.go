// Package quality turns what a browser's getStats says into the numbers of LEB's quality report.
//
// The way is Read → Sample, two samples → Between → Delta, Delta.Report → signal.QualityReport. Everything is a value;
// nothing here keeps state or knows the time of day.
package quality
