// check: {url}/api/events
// cause: path-without-cors
// layer: none
// broken:
app.register(cors, { origin: "http://localhost:3000" });
// :broken
app.get("/api/events", (request, reply) => {
  reply.hijack();
  reply.raw.writeHead(200, { "Content-Type": "text/event-stream" });
  reply.raw.end("data: hello\n\n");
});
