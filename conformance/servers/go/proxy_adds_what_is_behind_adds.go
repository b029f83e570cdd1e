// check: {url}/api/items
// cause: allow-origin-added-twice
// layer: none
func handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// broken:
		w.Header().Add("Access-Control-Allow-Origin", "http://localhost:3000")
		// :broken
		func(w http.ResponseWriter) { // as a reverse proxy copies what it was answered
			w.Header().Add("Access-Control-Allow-Origin", "http://localhost:3000")
		}(w)
		items(w, r)
	})
}
