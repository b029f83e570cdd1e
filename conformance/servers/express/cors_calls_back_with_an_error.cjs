// check: -X PUT -H content-type:application/json {url}/api/items
// cause: refused-by-cors-layer
// broken:
const list = ["https://app.example.com"];
app.use(cors({
  origin(origin, callback) {
    if (!origin || list.includes(origin)) callback(null, true);
    else callback(new Error("Not allowed by CORS"));
  },
}));
// :broken
app.put("/api/items", (request, response) => response.json({}));
