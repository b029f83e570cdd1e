// check: {url}/api/items
// cause: no-cors-headers
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
  // :broken
}
