// check: {url}/api/items
// cause: no-cors-headers
// layer: none
func handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		items(w, r)
		// broken:
		w.Header().Set("Access-Control-Allow-Origin", "http://localhost:3000")
		// :broken
	})
}
