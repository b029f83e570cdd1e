// check: -X PATCH {url}/api/items
// cause: method-not-allowed
// layer: none
func handler() http.Handler {
	var handler http.Handler = http.HandlerFunc(items)
	// broken:
	handler = enableCORS(handler)
	// :broken
	return handler
}
