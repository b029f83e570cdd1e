// check: --credentials include {url}/api/items
// cause: wildcard-with-credentials
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
  app.enableCors({ credentials: true });
  // :broken
}
