// check: -X PUT {url}/api/items
// cause: auth-before-cors
// layer: none
func handler() http.Handler {
	var handler http.Handler = http.HandlerFunc(items)
	// broken:
	handler = rs.AllowAll().Handler(handler)
	// :broken
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "" {
			http.Error(w, "missing token", http.StatusUnauthorized)
			return
		}
		handler.ServeHTTP(w, r)
	})
}
