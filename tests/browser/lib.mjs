// What the browser stories share: a server of their own, Debian's Chromium, the accessibility check, pictures, and the lines
// that ./test counts.
import { execFileSync, spawn } from "node:child_process";
import { randomBytes, randomInt } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = fileURLToPath(new URL(".", import.meta.url));
const program = process.env.VLECHTWERK_PROGRAM ?? join(here, "../../build/dev/bin/vlechtwerk");
const axeSource = readFileSync(join(here, "node_modules/axe-core/axe.min.js"), "utf8");

/** Phone, tablet, desktop. */
export const widths = [360, 820, 1280];
/** The rules of WCAG 2.2 A and AA. */
export const wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** True in `./test --long`: every page x role x language x width; otherwise each page once. */
export const wholeGrid = Boolean(process.env.VLECHTWERK_LONG);

/** Runs one story and prints `ok - title` or `not ok - title` with the reason. The next one runs whatever happens. */
export async function story(title, tell) {
  try {
    await tell();
    console.log(`ok - ${title}`);
  } catch (error) {
    process.exitCode = 1;
    console.log(`not ok - ${title}`);
    console.log(String(error?.stack ?? error).replace(/^/gm, "    "));
  }
}

/** Says why a story was not run. */
export function skip(title, reason) {
  console.log(`skip - ${title} (${reason})`);
}

/** The engines of this run: PostgreSQL as well when ./test gave a server. */
export const engines = process.env.VLECHTWERK_TEST_POSTGRESQL ? ["sqlite", "postgresql"] : ["sqlite"];

export function check(condition, sentence) {
  if (!condition) throw new Error(sentence);
}

/** Below the ports that the system itself hands out, so that nobody gets it before the server, and again after a restart. */
async function freePort() {
  for (;;) {
    const port = randomInt(15000, 32000);
    const probe = createServer();
    const free = await new Promise((resolve) => probe.on("error", () => resolve(false)).listen(port, "127.0.0.1", () => resolve(true)));
    if (!free) continue;
    await new Promise((resolve) => probe.close(resolve));
    return port;
  }
}

const running = new Set();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));

/** Waits for the new day when the old one is nearly over: a story speaks of today from its first page to its last. */
async function notAroundMidnight() {
  const [hour, minute, second] = new Date().toLocaleTimeString("sv", { timeZone: "Europe/Amsterdam" }).split(":").map(Number);
  if (hour === 23 && minute >= 54) await new Promise((resolve) => setTimeout(resolve, ((60 - minute) * 60 - second + 1) * 1000));
}

/**
 * Makes a store in a temporary directory and serves it on a free port. `demo`: with the demo people; without it the first administrator's
 * code stands in `server.initOutput`, and `init` is added to the command line of init. `engine`: "sqlite" or "postgresql" (a new database
 * on the server of ./test). `arguments`: more options of serve; `under`: the words of a program that runs it. Gives { address, data,
 * directory, database, initOutput, log(), run(...arguments), kill(), quit(), restart(), stop() }; `database` is a superuser's way to the
 * same store; quit() ends the server and keeps everything, stop() removes the directory as well.
 */
export async function startServer({ demo = true, engine = "sqlite", arguments: more = [], init = [], under = [] } = {}) {
  await notAroundMidnight();
  const directory = mkdtempSync(join(tmpdir(), "vlechtwerk-story-"));
  const data = join(directory, "store");
  const store = ["--data", data];
  let database;
  if (engine === "postgresql") {
    const name = `story_${randomBytes(6).toString("hex")}`;
    const uri = process.env.VLECHTWERK_TEST_POSTGRESQL;
    check(uri, "VLECHTWERK_TEST_POSTGRESQL is not set; ./test browser sets it.");
    // The server refuses a role that could walk around the wall between tenants, so the store has one of its own.
    const psql = (statement) => execFileSync("psql", ["-q", "-d", uri, "-c", statement]);
    psql(`create role ${name} login`);
    psql(`create database ${name} owner ${name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`);
    database = uri.replace(/\/postgres\?/, `/${name}?`);
    store.push("--database", database.replace("//postgres@", `//${name}@`));
  }
  const run = (command, ...rest) =>
    execFileSync(program, [command, ...store, ...rest], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  const initOutput = run("init", ...(demo ? ["--demo"] : []), ...init);
  if (demo) run("demo");

  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  let child;
  let log = "";
  const serve = async () => {
    const [command, ...words] = [...under, program, "serve", ...store, "--port", String(port), ...more];
    child = spawn(command, words, { stdio: ["ignore", "pipe", "pipe"] });
    running.add(child);
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (log += text));
    const one = child;
    one.ended = new Promise((resolve) => one.on("exit", () => (running.delete(one), resolve())));
    for (let tries = 0; ; ++tries) {
      try {
        await fetch(address, { redirect: "manual" });
        return;
      } catch {
        check(one.exitCode === null && tries < 400, `the server did not answer:\n${log}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  };
  const end = async (signal) => {
    child.kill(signal);
    await child.ended;
  };
  await serve();
  return {
    address,
    data,
    directory,
    database,
    initOutput,
    run,
    log: () => log,
    kill: () => end("SIGKILL"),
    quit: () => end("SIGTERM"),
    restart: serve,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) await end("SIGTERM");
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Debian's Chromium without any traffic of its own. */
export function openBrowser() {
  return chromium.launch({
    executablePath: process.env.VLECHTWERK_CHROMIUM ?? ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"].find(existsSync),
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });
}

/**
 * One person at one device: its own cookies. `page.faults` collects what went wrong by itself: an error in a script, a refusal of the
 * content security policy, a request to another origin. `noFaults(page)` reads it.
 */
export async function openPage(browser, server, { width = 360, height = 800, language = "nl-NL", javaScript = true } = {}) {
  const context = await browser.newContext({
    baseURL: server.address,
    viewport: { width, height },
    locale: language,
    javaScriptEnabled: javaScript,
    ignoreHTTPSErrors: true,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(`script: ${error.message}`));
  page.on("console", (message) => {
    // A page with status 4xx or 5xx is told on the console as well; the story looks at those itself.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) page.faults.push(message.text());
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol !== "blob:" && url.origin !== server.address) page.faults.push(`another origin: ${url}`);
  });
  return page;
}

export function noFaults(page) {
  check(page.faults.length === 0, `the page had faults:\n${page.faults.join("\n")}`);
}

/** Fails with every violation of WCAG 2.2 A and AA on the page as it stands, and if the page scrolls sideways. */
export async function accessible(page, label = page.url()) {
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async (tags) => {
    const result = await axe.run(document, { runOnly: { type: "tag", values: tags } });
    return result.violations.map((v) => `${v.id}: ${v.help}\n  ${v.nodes.map((n) => n.html.slice(0, 200)).join("\n  ")}`);
  }, wcag);
  check(violations.length === 0, `${label} is not accessible:\n${violations.join("\n")}`);
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  check(sideways <= 0, `${label} is ${sideways} px wider than the screen`);
}

/** The accessibility check at every width; pictures for people in tests/browser/shots (not kept in the repository). */
export async function lookAt(page, name) {
  const before = page.viewportSize();
  mkdirSync(join(here, "shots"), { recursive: true });
  for (const width of widths) {
    // As high as the page, so that what sticks to the edge of the screen hides nothing in the picture.
    await page.setViewportSize({ width, height: 800 });
    const height = Math.min(4000, await page.evaluate(() => document.documentElement.scrollHeight));
    await page.setViewportSize({ width, height });
    await page.screenshot({ path: join(here, "shots", `${name}-${width}.png`) });
    await page.setViewportSize({ width, height: 800 });
    if (wholeGrid || width === before.width) await accessible(page, `${name} at ${width} px`);
  }
  await page.setViewportSize(before);
}

/** Presses Tab until the element has the focus, as a person without a pointer does. */
export async function tabTo(page, locator, most = 80) {
  for (let presses = 0; presses < most; ++presses) {
    if (await locator.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab did not reach ${locator} in ${most} presses`);
}
