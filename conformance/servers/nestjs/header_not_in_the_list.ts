// check: -X PUT -H content-type:application/json {url}/api/items
// cause: json-content-type-not-allowed
// layer: express
@Controller("api/items")
class Items {
  @Get()
  all() {
    return [];
  }

  @Put()
  put() {
    return {};
  }
}

function main(app) {
  // broken:
  app.enableCors({ origin: "http://localhost:3000", allowedHeaders: ["X-Requested-With"] });
  // :broken
}
