#!/bin/sh
# Compile what the browser gets into web/static. Needs node; only whoever changes the look runs it:
# the result is kept in the repository, so that running and testing the service need no node.
set -eu
cd "$(dirname "$0")"
npm ci --no-audit --no-fund
npx sass --load-path=. --load-path=node_modules --style=compressed --no-source-map --no-error-css \
  app.scss ../static/app.css
cp node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js ../static/
# The source map is not shipped: do not send browsers looking for it.
sed -i '/^\/\/# sourceMappingURL=/d' ../static/govuk-frontend.min.js
cp node_modules/axe-core/axe.min.js ../../tests/vendor/axe.min.js
for file in app.css govuk-frontend.min.js; do
  gzip -9 -n -c "../static/$file" > "../static/$file.gz"
done
