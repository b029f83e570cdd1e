// Package application is the application that every wrapper in Go serves, as src/application.rs
// describes it.
package application

import (
	"net/http"
	"strings"
)

// Serve answers any method. What it has no answer to is left to net/http's own 404.
func Serve(w http.ResponseWriter, r *http.Request) {
	slash := strings.LastIndex(r.URL.Path, "/")
	folder, name := r.URL.Path[:slash], r.URL.Path[slash+1:]
	status := http.StatusOK
	switch {
	case name == "ok" || name == "own-cors":
	case name == "404" && strings.HasSuffix(folder, "/error"):
		status = http.StatusNotFound
	case name == "500" && strings.HasSuffix(folder, "/error"):
		status = http.StatusInternalServerError
	case name == "redirect":
		status = http.StatusFound
	case name == "auth":
		if r.Header.Get("Authorization") == "" {
			status = http.StatusUnauthorized
		}
	case name == "throws":
		http.Error(w, "the application fails", http.StatusInternalServerError)
		return
	default:
		http.NotFound(w, r)
		return
	}
	header := w.Header()
	header.Set("Content-Type", "application/json")
	header.Set("X-Application", "reached")
	header.Set("Vary", "Accept-Encoding")
	if name == "redirect" {
		header.Set("Location", folder+"/ok")
	}
	if name == "own-cors" {
		header.Set("Access-Control-Allow-Origin", "*")
		header.Set("Access-Control-Allow-Credentials", "true")
		header.Set("Access-Control-Expose-Headers", "x-inner")
	}
	w.WriteHeader(status)
	w.Write([]byte("{}"))
}
