// check: {url}/api/items
// cause: error-response-without-cors
// layer: none
func handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/", items)
	var handler http.Handler = mux
	// broken:
	handler = enableCORS(handler)
	// :broken
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/items" && r.Header.Get("X-Tenant") == "" {
			http.Error(w, "no tenant", http.StatusBadRequest)
			return
		}
		handler.ServeHTTP(w, r)
	})
}
