// Everything works without this. It makes turns arrive without a page load, leaving faster, and
// copying possible. Nothing is ever stored in the browser.
import { initAll } from "./govuk-frontend.min.js";
import { enhanceCopying } from "./copy.js";
import { enhanceLeaving } from "./leave.js";
import { enhanceTurns } from "./turns.js";

initAll();
enhanceLeaving();
enhanceCopying(document);
enhanceTurns((main) => {
  initAll({ scope: main });
  enhanceCopying(main);
});
