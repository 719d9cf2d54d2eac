// Builds static/app.css and static/app.js and writes static/SHA256SUMS. Same versions in, same bytes out; ./test compares.
// The pictures the CSS names are files in static/, not data: addresses, which the content security policy refuses.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = fileURLToPath(new URL(".", import.meta.url));
const out = process.argv[2] ?? `${here}../static`;
const targets = ["chrome109", "firefox115", "safari16"];
const common = {
  bundle: true,
  minify: true,
  target: targets,
  legalComments: "none",
  external: ["*.svg"],
  absWorkingDir: here,
  logLevel: "warning",
};
const notice = (what) => `/*! Vlechtwerk ${what}, EUPL-1.2 */`;

await build({
  ...common,
  entryPoints: ["css/app.css"],
  outfile: `${out}/app.css`,
  banner: { css: `${notice("CSS")}/*! Utrecht CSS, (c) Frameless B.V., Gemeente Utrecht, EUPL-1.2 */` },
});
await build({ ...common, entryPoints: ["js/app.js"], format: "iife", outfile: `${out}/app.js`, banner: { js: notice("script") } });

// The style is most of what a first visit loads: sent compressed to every browser that takes it.
writeFileSync(`${out}/app.css.gz`, gzipSync(readFileSync(`${out}/app.css`), { level: 9 }));

const files = ["app.css", "app.js"];
const sum = (file) => createHash("sha256").update(readFileSync(`${out}/${file}`)).digest("hex");
writeFileSync(`${out}/SHA256SUMS`, files.map((file) => `${sum(file)}  ${file}\n`).join(""));
for (const file of files) console.log(`${file}: ${gzipSync(readFileSync(`${out}/${file}`)).length} bytes gzipped`);
