
type policy struct {
	// Paths, or with `*` at the end what they begin with; none for every path.
	paths []string
	// Exact ones, beside those that match the pattern.
	origins   []string
	pattern   *regexp.Regexp
	anyOrigin bool
	// Whether cookies are allowed; then `*` below is not said, but what a preflight asks for.
	credentials bool
	methods     string
	headers     string
	exposed     string
	maxAge      string
}

// Middleware puts the policies around next, which is to be everything: authentication, routes, errors.
func Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		policy := policyFor(r.URL.Path)
		if policy == nil {
			next.ServeHTTP(w, r)
			return
		}
		origin := r.Header.Get("Origin")
		asked := r.Header.Get("Access-Control-Request-Method")
		if r.Method == http.MethodOptions && origin != "" && asked != "" {
			policy.answer(w, r.Header)
			return
		}
		editing := &editingWriter{ResponseWriter: w, policy: policy, origin: origin}
		next.ServeHTTP(editing, r)
		editing.edit()
	})
}

func policyFor(path string) *policy {
	for i := range policies {
		if policies[i].speaksFor(path) {
			return &policies[i]
		}
	}
	return nil
}

func (p *policy) speaksFor(path string) bool {
	return len(p.paths) == 0 || slices.ContainsFunc(p.paths, func(own string) bool {
		prefix, below := strings.CutSuffix(own, "*")
		return path == own || below && strings.HasPrefix(path, prefix)
	})
}

// answer answers a preflight.
func (p *policy) answer(w http.ResponseWriter, asked http.Header) {
	header := w.Header()
	header.Set("Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers")
	if !p.grant(header, asked.Get("Origin")) {
		w.WriteHeader(http.StatusForbidden)
		return
	}
	set(header, "Access-Control-Allow-Methods", p.listed(p.methods, asked, "Access-Control-Request-Method"))
	set(header, "Access-Control-Allow-Headers", p.listed(p.headers, asked, "Access-Control-Request-Headers"))
	set(header, "Access-Control-Max-Age", p.maxAge)
	w.WriteHeader(http.StatusNoContent)
}

func (p *policy) listed(names string, asked http.Header, name string) string {
	if p.credentials && names == "*" {
		return asked.Get(name)
	}
	return names
}

// grant says whether the origin may read the response, here and in the header.
func (p *policy) grant(header http.Header, origin string) bool {
	switch {
	case p.anyOrigin:
		origin = "*"
	case slices.Contains(p.origins, origin):
	case p.pattern != nil && p.pattern.MatchString(origin):
	default:
		return false
	}
	header.Set("Access-Control-Allow-Origin", origin)
	if p.credentials {
		header.Set("Access-Control-Allow-Credentials", "true")
	}
	return true
}

func set(header http.Header, name, value string) {
	if value != "" {
		header.Set(name, value)
	}
}

// editingWriter edits the header when the application is done with it.
type editingWriter struct {
	http.ResponseWriter
	policy *policy
	origin string
	edited bool
}

// edit replaces what the application says of CORS.
func (w *editingWriter) edit() {
	if w.edited {
		return
	}
	w.edited = true
	header := w.Header()
	header.Del("Access-Control-Allow-Origin")
	header.Del("Access-Control-Allow-Credentials")
	header.Del("Access-Control-Allow-Methods")
	header.Del("Access-Control-Allow-Headers")
	header.Del("Access-Control-Expose-Headers")
	header.Del("Access-Control-Max-Age")
	if !w.policy.anyOrigin {
		// Without Origin too: a cache must not give one page's answer to another.
		header.Add("Vary", "Origin")
	}
	if w.policy.grant(header, w.origin) {
		set(header, "Access-Control-Expose-Headers", w.policy.exposed)
	}
}

func (w *editingWriter) WriteHeader(status int) {
	if status >= http.StatusOK {
		w.edit()
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *editingWriter) Write(body []byte) (int, error) {
	w.edit()
	return w.ResponseWriter.Write(body)
}

// Flush makes it an [http.Flusher], which streams need.
func (w *editingWriter) Flush() {
	w.edit()
	_ = http.NewResponseController(w.ResponseWriter).Flush()
}

// Hijack makes it an [http.Hijacker], which WebSockets need.
func (w *editingWriter) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	return http.NewResponseController(w.ResponseWriter).Hijack()
}

// Unwrap leads [http.ResponseController] to the rest.
func (w *editingWriter) Unwrap() http.ResponseWriter {
	return w.ResponseWriter
}
