// check: -X PUT -H content-type:application/json {url}/api/items
// cause: json-content-type-not-allowed
// layer: none
func handler() http.Handler {
	var handler http.Handler = http.HandlerFunc(items)
	// broken:
	handler = enableCORS(handler)
	// :broken
	return handler
}
