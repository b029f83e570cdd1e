// The application that every wrapper in JavaScript serves, as src/application.rs describes it.

/** The answer to any method: status and headers; nothing where there is no such route. Throws at
 *  `…/throws`. `headers` has lower-case names. */
exports.respond = (path, headers) => {
  const [, folder, name] = /^(.*)\/([^/]*)$/.exec(path) ?? [, "", path];
  const answer = (status, more = {}) => ({
    status,
    headers: {
      "Content-Type": "application/json",
      Vary: "Accept-Encoding",
      "X-Application": "reached",
      ...more,
    },
  });
  if (name === "throws") throw new Error("the application throws");
  if (folder.endsWith("/error")) return answer(Number(name));
  switch (name) {
    case "ok":
      return answer(200);
    case "own-cors":
      return answer(200, {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Credentials": "true",
        "Access-Control-Expose-Headers": "x-inner",
      });
    case "redirect":
      return answer(302, { Location: encodeURI(folder).replaceAll("%25", "%") + "/ok" });
    case "auth":
      return answer(headers.authorization ? 200 : 401);
  }
};
