// What every function here begins and ends with; the setup under test has `items`, and exports `handler`.
// fix: import { withCors } from "{fix}";
{setup}
// fix: export const handler = withCors(items);
