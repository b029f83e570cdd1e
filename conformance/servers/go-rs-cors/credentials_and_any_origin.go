// check: --credentials include {url}/api/items
// cause: wildcard-with-credentials
// layer: none
func handler() http.Handler {
	var handler http.Handler = http.HandlerFunc(items)
	// broken:
	handler = rs.New(rs.Options{AllowedOrigins: []string{"*"}, AllowCredentials: true}).Handler(handler)
	// :broken
	return handler
}
