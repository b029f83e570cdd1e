// check: --credentials include {url}/api/items
// cause: wildcard-with-credentials
// layer: express
@Controller("api/items")
class Items {
  @Get()
  @Header("Access-Control-Allow-Origin", "*")
  all() {
    return [];
  }
}

function main(app) {
  // broken:
  app.enableCors({ origin: "http://localhost:3000", credentials: true });
  // :broken
}
