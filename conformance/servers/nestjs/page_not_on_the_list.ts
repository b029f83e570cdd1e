// check: {url}/api/items
// cause: origin-not-allowed
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
  app.enableCors({ origin: ["https://app.example.com", "https://admin.example.com"] });
  // :broken
}
