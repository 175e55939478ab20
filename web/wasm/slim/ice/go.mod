module github.com/pion/ice/v2

go 1.26

require github.com/pion/logging v0.2.2
