// The five main tasks by keyboard alone: a note; a route and its next step; a talk with parents and permission; a question to the coach and
// its answer; looking back and closing. Every place that gets the focus shows it.
import { check, noFaults, openBrowser, openPage, startServer, story } from "./lib.mjs";
import { onward, says } from "./people.mjs";

/** Presses Tab until the wanted element has the focus; on the way every stop must be visible as such. */
async function go(page, locator, most = 120) {
  await locator.first().waitFor({ state: "attached" });
  for (let presses = 0; presses < most; ++presses) {
    if (await locator.first().evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
    const hidden = await page.evaluate(() => {
      const element = document.activeElement;
      // The browser draws the ring of the parts of a date field itself; the field does not have the focus then.
      if (!element?.matches(":focus") || element === document.body) return "";
      // A card shows it round the whole card, a tile round its label.
      const around = [element, element.closest("label"), element.closest(".vlecht-card")].filter(Boolean);
      const own = around.flatMap((one) => [getComputedStyle(one), getComputedStyle(one, "::after")]);
      const shows = own.some((style) => style.outlineStyle !== "none" || style.boxShadow !== "none");
      const box = element.getBoundingClientRect();
      return shows && box.width > 0 && box.height > 0 ? "" : element.outerHTML.slice(0, 120);
    });
    check(!hidden, `the focus is not to be seen on ${hidden}`);
  }
  throw new Error(`Tab did not reach ${locator} on ${page.url()} in ${most} presses`);
}

const target = (page, name, within = page.locator("main")) =>
  within.getByRole("link", { name, exact: true }).or(within.getByRole("button", { name, exact: true }));

/** Enter on a link or a button that leads to another page. */
async function enter(page, name, within) {
  await go(page, target(page, name, within));
  return onward(page, () => page.keyboard.press("Enter"));
}

async function type(page, label, text) {
  await go(page, page.getByLabel(label));
  await page.keyboard.type(text);
}

/** A group of tiles is one stop of Tab; the arrows walk in it. */
async function pick(page, legend, label) {
  const group = page.getByRole("group", { name: legend });
  const wanted = group.getByLabel(label, { exact: true });
  const inside = () => group.evaluate((element) => element.contains(document.activeElement));
  for (let presses = 0; !(await inside()); ++presses) {
    check(presses < 120, `Tab did not reach the tiles "${legend}"`);
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Space");
  for (let presses = 0; !(await wanted.isChecked()); ++presses) {
    check(presses < 20, `the arrows did not reach "${label}"`);
    await page.keyboard.press("ArrowDown");
  }
}

async function loginAs(page, name) {
  await page.goto("/inloggen");
  await enter(page, name);
}

async function toChild(page, first) {
  await enter(page, "Kinderen", page.locator("nav"));
  await enter(page, first);
}

async function toStep(page, title) {
  const next = page.locator("li.vlecht-step").filter({ hasText: title }).getByRole("link", { name: "Doe deze stap" });
  if (await next.count()) {
    await go(page, next);
    return onward(page, () => page.keyboard.press("Enter"));
  }
  await enter(page, "Alle stappen van de route");
  return enter(page, title);
}

const browser = await openBrowser();
const server = await startServer({ engine: "sqlite" });
const [worker, pedagoog, coach] = await Promise.all([360, 1280, 820].map((width) => openPage(browser, server, { width })));

await story("sqlite, keyboard alone: a note", async () => {
  await loginAs(worker, "Sanne de Wit");
  await worker.keyboard.press("Tab");
  const first = await worker.evaluate(() => document.activeElement.textContent.trim());
  check(first === "Naar de inhoud", `the first stop of Tab is "${first}"`);
  await worker.keyboard.press("Enter");
  await enter(worker, "Noteer wat je zag");
  await enter(worker, "Yusuf");
  await type(worker, "Wat zag of hoorde je?", "Yusuf duwde Mees van de stoel.");
  await pick(worker, "Wat voor notitie is het?", "Strookje");
  await enter(worker, "Bewaar notitie");
  await says(worker, "Yusuf duwde Mees van de stoel.");
});

await story("sqlite, keyboard alone: a route opens and its next step is done", async () => {
  await enter(worker, "Ik maak me zorgen");
  await type(worker, "Waar maak je je zorgen over?", "Dit gebeurt nu elke dag.");
  await enter(worker, "Begin de route");
  await toStep(worker, "Strookje met ouders bespreken");
  await type(worker, "Hoe ging het?", "Moeder herkent het.");
  await enter(worker, "Bewaar deze stap");
  await toStep(worker, "Kind en strookjes bespreken");
  await pick(worker, "Wat kwam eruit?", "We maken ons zorgen");
  await enter(worker, "Bewaar deze stap");
});

await story("sqlite, keyboard alone: a talk with the parents and their permission", async () => {
  await toStep(worker, "Zorg met ouders bespreken, toestemming vragen");
  await pick(worker, "Elif Yilmaz", "Zegt ja");
  await pick(worker, "Murat Yilmaz", "Zegt ja");
  await enter(worker, "Bewaar deze stap");
  await says(worker, "Dit mag.");
});

await story("sqlite, keyboard alone: a question, an answer, and the tip in one's own words", async () => {
  await enter(worker, "Stel je vraag");
  await type(worker, "Wat is je vraag?", "Hoe help ik Yusuf aan tafel?");
  await enter(worker, "Stel je vraag");
  await loginAs(pedagoog, "Marijke Bos");
  await enter(pedagoog, "Vraag", pedagoog.locator("nav"));
  await enter(pedagoog, "Vraag over Yusuf");
  // The parents did not say yes to the coach, so the pedagoog answers herself.
  await enter(pedagoog, "Geef een adviestip");
  await type(pedagoog, "Wat is je adviestip?", "Geef hem een taak bij het tafeldekken.");
  await enter(pedagoog, "Geef adviestip");
  await enter(worker, "Vraag", worker.locator("nav"));
  await enter(worker, "Vraag over Yusuf");
  await enter(worker, "Schrijf de tip in je eigen woorden");
  await type(worker, "Wat ga jij doen?", "Yusuf deelt morgen de bekers uit.");
  await enter(worker, "Bewaar en rond af");
  await says(worker, "Yusuf deelt morgen de bekers uit.");
  await loginAs(coach, "Anita Kok");
  await enter(coach, "Vraag", coach.locator("nav"));
});

await story("sqlite, keyboard alone: a plan, looking back and closing the route", async () => {
  await toChild(worker, "Yusuf");
  await enter(worker, "Schrijf een plan");
  await type(worker, "Wat willen we bereiken?", "Yusuf eet rustig mee.");
  await type(worker, "Wat gaan we doen?", "Hij dekt elke dag de tafel.");
  await enter(worker, "Bewaar het plan");
  await enter(worker, "Kijk terug op het plan");
  await pick(worker, "Helpt het plan?", "Ja, genoeg");
  await enter(worker, "Bewaar wat je ziet");
  await enter(worker, "Rond de route af");
  await pick(worker, "Hoe eindigt deze route?", "Hoort bij de leeftijd");
  const despite = worker.locator("[name=despite]");
  if (await despite.count()) {
    await go(worker, despite);
    await worker.keyboard.press("Space");
  }
  await enter(worker, "Rond de route af");
  await says(worker, "De route is klaar");
  for (const page of [worker, pedagoog, coach]) noFaults(page);
});

await browser.close();
await server.stop();
