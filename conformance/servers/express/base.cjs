// What every Express here begins with; the setup under test gets `app`, `cors` and `port`.
const express = require("express");
const cors = require("cors");
const app = express();
// fix: app.use(require("{fix}"));
app.use(express.json());
{setup}
app.listen({port}, "127.0.0.1");
