// check: {url}/api/items
// cause: allow-origin-port-differs
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
  app.enableCors({ origin: "http://localhost:5173" });
  // :broken
}
