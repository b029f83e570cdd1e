// check: -X DELETE {url}/api/items/7
// cause: options-method-not-allowed
func handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("DELETE /api/items/{id}", func(w http.ResponseWriter, r *http.Request) {
		// broken:
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Access-Control-Allow-Methods", "GET, POST, DELETE, OPTIONS")
		// :broken
		items(w, r)
	})
	return mux
}
