//! The server's side of CORS: what may be configured, and what a policy answers to a request.
