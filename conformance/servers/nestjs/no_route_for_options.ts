// check: -X PUT -H content-type:application/json {url}/api/items
// cause: options-not-routed
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
