// check: -X PUT -H content-type:application/json {url}/api/items
// cause: options-method-not-allowed
// broken:
// :broken
func handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/items", items)
	mux.HandleFunc("PUT /api/items", items)
	return mux
}
