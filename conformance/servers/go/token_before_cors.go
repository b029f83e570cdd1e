// check: -X PUT {url}/api/items
// cause: auth-before-cors
// layer: none
func handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/api/items", items)
	var handler http.Handler = mux
	// broken:
	handler = enableCORS(handler)
	// :broken
	return requireToken(handler)
}

func requireToken(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "" {
			http.Error(w, "missing token", http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r)
	})
}
