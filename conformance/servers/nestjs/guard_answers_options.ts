// check: -X PUT -H authorization:token {url}/api/items
// cause: auth-before-cors
class TokenGuard {
  canActivate(context) {
    if (context.switchToHttp().getRequest().headers.authorization) return true;
    throw new UnauthorizedException();
  }
}

@Controller("api/items")
class Items {
  @All()
  all() {
    return [];
  }
}

function main(app) {
  app.useGlobalGuards(new TokenGuard());
  // broken:
  // :broken
}
