// check: -X PUT -H authorization:token {url}/api/items
// cause: auth-before-cors
// layer: express
@Controller("api/items")
class Items {
  @Put()
  put() {
    return {};
  }
}

function main(app) {
  app.use((request, response, next) => {
    if (request.headers.authorization) return next();
    response.status(401).json({ message: "token missing" });
  });
  // broken:
  app.enableCors({ origin: "http://localhost:3000" });
  // :broken
}
