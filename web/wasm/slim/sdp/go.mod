module github.com/pion/sdp/v3

go 1.26
