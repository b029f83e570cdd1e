// The application of src/application.rs as a function, in what was generated.
import { application } from "{servers}/api-gateway.mjs";
import { withCors } from "./cors.mjs";

export const handler = withCors(application);
