// check: --credentials include {url}/api/items
// cause: wildcard-with-credentials
// layer: none
func handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// broken:
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Access-Control-Allow-Credentials", "true")
		// :broken
		items(w, r)
	})
}
