"use strict";

// How long a request may take before it counts as unanswered.
const PATIENCE = 10_000;

// Performs a scenario's request with this browser's own fetch(), and says what the script saw.
async function perform({ request, read }) {
  const signal = AbortSignal.timeout(PATIENCE);
  const { url, method, headers, credentials, mode, redirect } = request;
  const init = { method, headers, credentials, mode, redirect, signal };
  if (request.streams) {
    init.body = new Blob([request.body]).stream();
    init.duplex = "half";
  } else if (request.body !== null) {
    init.body = request.body;
  }
  try {
    const response = await fetch(url, init);
    // Reading to the end frees the connection for the next scenario.
    await response.arrayBuffer();
    const values = read.map((name) => [name, response.headers.get(name)]);
    return {
      outcome: "allowed",
      status: response.status,
      type: response.type,
      read: Object.fromEntries(values),
    };
  } catch (error) {
    const outcome = error.name === "TimeoutError" ? "unanswered" : "blocked";
    return { outcome, error: `${error.name}: ${error.message}` };
  }
}
