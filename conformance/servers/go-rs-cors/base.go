// What every Go with rs/cors here begins with; the setup under test makes `handler`.
package server

import (
	"net/http"

	rs "github.com/rs/cors"
	// fix: "servers/{number}/cors"
)

var _ = rs.AllowAll // not used by what was put right

// Main serves what the setup makes.
func Main() {
	handler := handler()
	// fix: handler = cors.Middleware(handler)
	panic(http.ListenAndServe("127.0.0.1:{port}", handler))
}

func items(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Write([]byte("[]"))
}

{setup}
