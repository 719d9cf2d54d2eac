// Every page that a person can reach by following links, for every role: no faults, accessible, and whole in both languages.
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { accessible, check, lookAt, noFaults, openBrowser, openPage, startServer, story, wholeGrid, widths } from "./lib.mjs";
import { demoLogin, press } from "./people.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const roles = {
  "Sanne de Wit": "medewerker",
  "Joke Visser": "leidinggevende",
  "Marijke Bos": "pedagoog",
  "Anita Kok": "coach",
  "Kees Smit": "beheerder",
};

/** /kind/0190…/notitie?bewaard=… -> /kind/{id}/notitie */
function pattern(address) {
  return address.pathname.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "{id}").replace(/\/stap\/[^/]+/, "/stap/{step}");
}

/** These are an explanation themselves. */
const explainsItself = new Set(["/dit-niet", "/hulp", "/rondleiding", ...["pedagogisch_medewerker", "leidinggevende", "pedagoog",
  "jeugdzorgcoach", "pedagogisch_coach", "beheerder"].map((role) => `/hulp/${role}`)]);

/** Follows every link to a page of a kind that was not seen yet; at most three of one kind. */
async function crawl(page, visit) {
  const seen = new Map();
  const waiting = ["/vandaag"];
  while (waiting.length) {
    const address = new URL(waiting.shift(), page.url());
    const kind = pattern(address);
    if (seen.get(kind)?.has(address.pathname) || (seen.get(kind)?.size ?? 0) >= 3) continue;
    seen.set(kind, (seen.get(kind) ?? new Set()).add(address.pathname));
    const answer = await page.goto(address.pathname);
    check(answer.status() === 200, `${kind} is linked and gives ${answer.status()}`);
    await visit(kind, seen.get(kind).size);
    // Folded parts hold links as well.
    const links = page.locator("a[href^='/']:not([download])");
    waiting.push(...(await links.evaluateAll((all) => all.map((link) => link.getAttribute("href")))));
  }
  return [...seen.keys()];
}

/** [{ nl, en }] of the catalogue and of the plans: pieces of text that a page shows. */
function sentences() {
  const unquote = (lines) => JSON.parse(`"${[...lines.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1]).join("")}"`);
  const catalogue = readFileSync(`${root}locale/en.po`, "utf8");
  const pairs = [...catalogue.matchAll(/^msgid ((?:"(?:[^"\\]|\\.)*"\s*)+)^msgstr ((?:"(?:[^"\\]|\\.)*"\s*)+)/gm)]
    .map(([, nl, en]) => ({ nl: unquote(nl), en: unquote(en) }));
  for (const file of readdirSync(`${root}stappenplannen`).filter((name) => name.endsWith(".toml"))) {
    const plan = readFileSync(`${root}stappenplannen/${file}`, "utf8");
    for (const [, nl, en] of plan.matchAll(/nl = "((?:[^"\\]|\\.)*)", en = "((?:[^"\\]|\\.)*)"/g)) pairs.push({ nl, en });
  }
  return pairs.filter(({ nl }) => nl);
}

const literal = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const shape = (text) => new RegExp(`^${text.split(/\{[^}]*\}/).map(literal).join("(.*)")}$`, "s");

/** What the page says of its own: without what people typed, and without names. */
async function ownTexts(page) {
  return page.evaluate(() => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (element.closest("script, style, .vlecht-words, [lang]:not(html), #note")) continue;
      found.push(node.textContent.replace(/\s+/g, " ").trim());
    }
    for (const element of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]")) {
      for (const name of ["aria-label", "title", "placeholder", "alt"]) found.push(element.getAttribute(name) ?? "");
    }
    found.push(document.title);
    return found.filter((text) => /\p{L}/u.test(text));
  });
}

// A sentence that is little more than a {name} would fit any text.
const says = (text) => /\p{L}{3}/u.test(text.replace(/\{[^}]*\}/g, ""));
const dutch = sentences().filter(({ nl, en }) => nl !== en && says(nl)).map(({ nl }) => shape(nl));
const english = sentences().map(({ en }) => en).filter(says).map(shape);
// Words that stand in nearly every Dutch sentence and in no English one.
const dutchWords = /\b(het|een|niet|voor|deze|wordt|ouders|kinderen|jij|jouw|wie|ook|nog|naar|zijn|dit|kun|kan|vraag)\b/gi;

function leftInDutch(texts) {
  return texts.filter((text) => {
    // A condition of a plan stands as in its file, in both languages.
    if (/^\w+ = \w+( |$)/.test(text)) return false;
    if (english.some((one) => one.test(text))) return false;
    return dutch.some((one) => one.test(text)) || (text.match(dutchWords) ?? []).length >= 2;
  });
}

check(leftInDutch(["Bewaar notitie"]).length === 1, "a Dutch text is not found, so the comparison cannot fail");
check(leftInDutch(["Save note"]).length === 0, "an English text counts as Dutch, so the comparison cannot pass");

// What a page looks like does not hang on the engine; that both serve it does, and the other stories show that.
const browser = await openBrowser();
const server = await startServer({ engine: "sqlite" });
const looked = new Set();
const asked = process.argv.slice(2);  // "node pages.story.mjs coach": of these roles alone
for (const [name, role] of Object.entries(roles).filter(([, role]) => asked.length === 0 || asked.includes(role))) {
  await story(`sqlite: every page of a ${role} in Dutch is without faults and accessible`, async () => {
    const page = await openPage(browser, server, { width: 360 });
    await demoLogin(page, name);
    const kinds = await crawl(page, async (kind, times) => {
      noFaults(page);
      const explained = explainsItself.has(kind) || (await page.locator(".vlecht-help p").count()) > 0;
      check(explained, `${kind} does not say how it works`);
      const once = wholeGrid ? `${role} ${kind}` : kind;
      if (times > 1 || looked.has(once)) return;
      looked.add(once);
      await (wholeGrid ? lookAt(page, `pagina-${role}-${kind.replace(/[/{}]+/g, "-")}`) : accessible(page, `${role} ${kind}`));
    });
    check(kinds.length >= 3, `a ${role} reaches only ${kinds}`);
    await page.context().close();
  });

  await story(`sqlite: every page of a ${role} in English has no Dutch left`, async () => {
    const page = await openPage(browser, server, { width: 1280 });
    await demoLogin(page, name);
    await press(page, "English", page.locator("header"));
    const left = new Map();
    await crawl(page, async (kind, times) => {
      noFaults(page);
      check((await page.locator("html").getAttribute("lang")) === "en", `${kind} is not in English`);
      for (const text of leftInDutch(await ownTexts(page))) left.set(text, kind);
      if (!wholeGrid || times > 1) return;
      for (const width of widths) {
        await page.setViewportSize({ width, height: 800 });
        await accessible(page, `${role} ${kind} in English at ${width} px`);
      }
    });
    const some = [...left].slice(0, 20).map(([text, kind]) => `${kind}: ${text}`);
    check(left.size === 0, `${left.size} texts are in Dutch, among them\n${some.join("\n")}`);
    await press(page, "Nederlands", page.locator("header"));
    check((await page.locator("html").getAttribute("lang")) === "nl", "the switch does not lead back to Dutch");
    await page.context().close();
  });
}

await story("sqlite: the language of the browser is that of the first page, and the switch keeps the place", async () => {
  const page = await openPage(browser, server, { language: "en-GB" });
  await page.goto("/inloggen?verder=/kinderen");
  check((await page.locator("html").getAttribute("lang")) === "en", "an English browser gets no English page");
  check(leftInDutch(await ownTexts(page)).length === 0, `the log-in page has left: ${leftInDutch(await ownTexts(page))}`);
  await press(page, "Nederlands", page.locator("header"));
  check(page.url().endsWith("/inloggen?verder=/kinderen"), `the switch led to ${page.url()}`);
  check((await page.locator("html").getAttribute("lang")) === "nl", "the choice of the person does not hold");
});

await story("sqlite: one answer to who to go to, its sheets and an earlier plan are looked at in both languages", async () => {
  const page = await openPage(browser, server);
  await demoLogin(page, "Sanne de Wit");
  for (const language of ["nl", "en"]) {
    for (const [name, place] of Object.entries({
      "bij-wie": "/bij-wie?vraag=mijn_handelen", "wie-doet-wat": "/wie-doet-wat", ouderblad: "/wie-doet-wat/ouders",
      "vraag-tussendoor": "/vraag?aan=informeel",
    })) {
      await page.goto(place);
      await lookAt(page, `${name}-${language}`);
    }
    await press(page, language === "nl" ? "English" : "Nederlands", page.locator("header"));
  }
  noFaults(page);
});

await story("sqlite: a form with mistakes is accessible, and an unknown address says so", async () => {
  const page = await openPage(browser, server);
  await demoLogin(page, "Sanne de Wit");
  await page.goto("/vraag");
  await press(page, "Stel je vraag");
  await lookAt(page, "vraag-met-fout");
  await page.goto("/noteer");
  await page.locator("main .vlecht-card__name").first().click();
  await press(page, "Bewaar notitie");
  await lookAt(page, "notitie-met-fout");
  const answer = await page.goto("/bestaat-niet");
  check(answer.status() === 404, `an unknown address gives ${answer.status()}`);
  await lookAt(page, "niet-gevonden");
  noFaults(page);
});

await browser.close();
await server.stop();
