// check: -X PUT -H authorization:token {url}/api/items
// cause: options-connection-closed
// layer: none
// broken:
// :broken
func handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token := r.Header["Authorization"][0]
		if token != "token" {
			http.Error(w, "wrong token", http.StatusUnauthorized)
			return
		}
		items(w, r)
	})
}
