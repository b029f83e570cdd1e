# The application that every wrapper in Python serves, as src/application.rs describes it.

from urllib.parse import quote


def respond(path, authorization):
    """The answer to any method: status and headers; None where there is no such route. Raises at
    `…/throws`."""
    folder, _, name = path.rpartition("/")
    headers = {
        "Content-Type": "application/json",
        "Vary": "Accept-Encoding",
        "X-Application": "reached",
    }
    if name == "throws":
        raise RuntimeError("the application raises")
    if folder.endswith("/error"):
        return int(name), headers
    if name == "ok":
        return 200, headers
    if name == "own-cors":
        return 200, headers | {
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Credentials": "true",
            "Access-Control-Expose-Headers": "x-inner",
        }
    if name == "redirect":
        return 302, headers | {"Location": quote(folder, safe="/%") + "/ok"}
    if name == "auth":
        return (200 if authorization else 401), headers
    return None
