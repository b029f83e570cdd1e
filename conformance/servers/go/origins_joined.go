// check: {url}/api/items
// cause: allow-origin-lists-several
// layer: none
func handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// broken:
		origins := []string{"http://localhost:3000", "https://app.example.com"}
		w.Header().Set("Access-Control-Allow-Origin", strings.Join(origins, ", "))
		// :broken
		items(w, r)
	})
}
