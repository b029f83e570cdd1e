package server

import (
	"net/http"

	"servers/application"
	"servers/{number}/cors"
)

// Main serves the application within what was generated.
func Main() {
	panic(http.ListenAndServe("127.0.0.1:{port}", cors.Middleware(http.HandlerFunc(application.Serve))))
}
