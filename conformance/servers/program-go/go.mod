module servers

go 1.24

require github.com/rs/cors v1.7.0

// Where Debian's golang-github-rs-cors-dev puts it.
replace github.com/rs/cors => /usr/share/gocode/src/github.com/rs/cors
