// check: -X PUT {url}/api/items
// cause: method-not-allowed
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
  app.enableCors({ origin: "http://localhost:3000", methods: ["GET", "POST"] });
  // :broken
}
