// check: --send-actual -X PUT {url}/api/items
// cause: error-response-without-cors
// layer: none
// broken:
app.use(cors({ origin: "http://localhost:3000", keepHeadersOnError: false }));
// :broken
router.put("/api/items", (ctx) => ctx.throw(422, "quantity missing"));
