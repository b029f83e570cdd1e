// check: {url}/api/items
// cause: no-cors-headers
// layer: none
// broken:
// :broken
func handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/api/items", items)
	return mux
}
