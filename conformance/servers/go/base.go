// What every Go here begins with; the setup under test makes `handler`.
package server

import (
	"encoding/json"
	"net/http"
	"strings"
	// fix: "servers/{number}/cors"
)

// Used by some setups only.
var _, _ = json.Marshal, strings.Join

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

// What many have.
func enableCORS(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE")
		if r.Method == "OPTIONS" {
			return
		}
		next.ServeHTTP(w, r)
	})
}

{setup}
