// What people do at a screen, said in the words that stand on it: log in, set up, note, do a step.
import { createHmac } from "node:crypto";
import { check, openPage } from "./lib.mjs";

/** Everything that was typed and nobody else may read: the canaries of tests/faults. */
export const typedTexts = new Set();

/** Presses a button or follows a link and waits for the page behind it; gives the answer of the server. */
export async function press(page, name, within = page.locator("main")) {
  const target = within.getByRole("button", { name, exact: true }).or(within.getByRole("link", { name, exact: true })).first();
  return onward(page, () => target.click());
}

export async function onward(page, act) {
  const [answer] = await Promise.all([page.waitForNavigation({ waitUntil: "load" }), act()]);
  return answer;
}

/** Fills the fields with these labels. What is typed is remembered; a day says nothing about anybody. */
export async function fill(page, values) {
  for (const [label, value] of Object.entries(values)) {
    await page.getByLabel(label).first().fill(value);
    if (!/^\d{4}-\d\d-\d\d$/.test(value)) typedTexts.add(value);
  }
}

/** Chooses tiles: { legend: label or [labels] }. */
export async function choose(page, choices) {
  for (const [legend, labels] of Object.entries(choices)) {
    for (const label of [labels].flat()) await page.getByRole("group", { name: legend }).getByLabel(label, { exact: true }).check();
  }
}

/** What a person reads on the page, in its fields as well. */
async function readable(page) {
  const fields = await page.locator("textarea, input:not([type=hidden])").evaluateAll((all) => all.map((field) => field.value));
  return [await page.locator("body").innerText(), ...fields].join("\n");
}

export async function says(page, ...sentences) {
  const text = await readable(page);
  for (const sentence of sentences) check(text.includes(sentence), `${page.url()} does not say "${sentence}":\n${text}`);
}

export async function saysNot(page, ...sentences) {
  const text = await readable(page);
  for (const sentence of sentences) check(!text.includes(sentence), `${page.url()} says "${sentence}"`);
}

/** The code that an app shows `seconds` from now (RFC 6238: SHA-1, 30 seconds, six digits). */
export function totp(secret, seconds = 0) {
  let bits = "";
  for (const letter of secret.replace(/\s/g, "")) bits += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor((Date.now() / 1000 + seconds) / 30)));
  const hash = createHmac("sha1", key).update(counter).digest();
  const at = hash[19] & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Logs in for the first time: code of the letter, a password, and a card of codes or an app. `seen(page, name)` looks at every page. */
export async function firstLogin(page, person, { app = false, seen = async () => {}, lands = "/vandaag" } = {}) {
  await page.goto("/");
  await seen(page, "inloggen");
  await press(page, "Log in met de code uit je brief");
  await seen(page, "inloggen-brief");
  await fill(page, { Gebruikersnaam: person.login, "Code uit de brief": person.code });
  await press(page, "Ga verder");
  await seen(page, "inloggen-wachtwoord");
  await fill(page, { "Kies een wachtwoord": person.password, "Nog een keer hetzelfde wachtwoord": person.password });
  await press(page, "Bewaar wachtwoord");
  await seen(page, "inloggen-tweede");
  if (app) {
    await press(page, "Kies de app");
    await seen(page, "inloggen-app");
    person.secret = (await page.locator("b.vlecht-code").innerText()).trim();
    typedTexts.add(person.secret).add(person.secret.replace(/\s/g, ""));
    await page.getByLabel("Code uit de app").fill(totp(person.secret));
    await press(page, "Koppel de app");
  } else {
    await press(page, "Maak een kaart");
    await seen(page, "inloggen-kaart");
    person.card = await page.locator(".vlecht-codes code").allInnerTexts();
    check(person.card.length === 10, `the card has ${person.card.length} codes`);
    person.card.forEach((code) => typedTexts.add(code));
    await press(page, "Ik heb de kaart bewaard");
  }
  check(new URL(page.url()).pathname === lands, `${person.name} came to ${page.url()} after the first log-in`);
}

/** Logs in with the password, and with the app or the next code of the card. */
export async function login(page, person) {
  await page.goto("/inloggen");
  await typeLogin(page, person);
}

export async function typeLogin(page, person) {
  await fill(page, { Gebruikersnaam: person.login, Wachtwoord: person.password });
  await press(page, "Log in");
  // The code of this half minute was used already; the server takes the next one, too.
  await page.getByLabel("Code", { exact: true }).fill(person.secret ? totp(person.secret, 30) : person.card.shift());
  return press(page, "Log in");
}

export const administrator = { name: "Geertruida Wapenveld", login: "geertruida@marsdiep.test", password: "zeven zwanen over het wad" };

/** The options of `vlechtwerk init` for that administrator. */
export const initOptions = ["--organisation", "Samenwerking Marsdiep", "--login", administrator.login, "--name", administrator.name];

export function people() {
  const one = (name, role, more = {}) => ({
    name,
    role,
    login: `${name.split(" ")[0].toLowerCase()}@marsdiep.test`,
    password: `${name.split(" ")[0]} fietst graag langs zee`,
    organisation: "Kinderopvang Duinrand",
    ...more,
  });
  return {
    worker: one("Jolanda Vinkenoog", "pedagogisch medewerker", { location: "De Vuurtoren", groups: ["Scholeksters, De Vuurtoren"] }),
    colleague: one("Tirza Hoogkarspel", "pedagogisch medewerker", { location: "De Vuurtoren", groups: ["Scholeksters, De Vuurtoren"] }),
    stranger: one("Wilmar Zuidervaart", "pedagogisch medewerker", { location: "De Vuurtoren", groups: ["Kokmeeuwen, De Vuurtoren"] }),
    manager: one("Ruurd Zandstra", "leidinggevende", { location: "De Vuurtoren" }),
    pedagoog: one("Marleen Oosterveld", "pedagoog"),
    coach: one("Wiebrigje Postema", "coach van de jeugdhulp", { organisation: "Jeugdhulp Marsdiep" }),
  };
}

export async function addOrganisation(page, name, kind, plan) {
  await page.goto("/inrichten/organisatie");
  await page.getByLabel("Naam van de organisatie").fill(name);
  await choose(page, { "Wat voor organisatie is het?": kind });
  await page.getByLabel("Welk stappenplan volgt deze organisatie?").selectOption({ label: plan });
}

/** Adds a person and gives her the code of her letter. */
export async function addPerson(page, person, seen = async () => {}) {
  await page.goto("/inrichten/mens");
  await seen(page, "inrichten-mens");
  await fill(page, { "Voornaam en achternaam": person.name, Gebruikersnaam: person.login });
  await choose(page, { "Wat doet deze persoon?": person.role });
  await page.getByLabel("Bij welke organisatie?").selectOption({ label: person.organisation });
  if (person.location) await page.getByLabel("Op welke locatie?").selectOption({ label: person.location });
  if (person.groups) await choose(page, { "Op welke groepen werkt deze persoon?": person.groups });
  await press(page, "Maak de brief");
  await seen(page, "inrichten-brief");
  person.code = (await page.locator("code.vlecht-code").innerText()).trim();
  typedTexts.add(person.code);
}

export async function addChild(page, child, seen = async () => {}) {
  await page.goto("/inrichten/kind");
  await seen(page, "inrichten-kind");
  await fill(page, { Voornaam: child.first, Achternaam: child.last, "Geboren op": child.born });
  await page.getByLabel("In welke groep?").selectOption({ label: child.group });
  if (child.mentor) await page.getByLabel("Wie is de mentor?").selectOption({ label: child.mentor.name });
  for (const [index, parent] of (child.parents ?? []).entries()) {
    const number = index + 1;
    if (number > 1) await page.getByText(`Ouder ${number}`, { exact: true }).click();
    await page.locator(`[name=parent${number}_name]`).fill(parent.name);
    await page.locator(`[name=parent${number}_relation]`).fill(parent.relation);
    await page.locator(`[name=parent${number}_gezag]`).setChecked(parent.gezag ?? true);
    typedTexts.add(parent.name);
  }
  return press(page, "Bewaar dit kind");
}

/** From an empty store to people with letters: the organisations, a location, two groups. `page` is the administrator's. */
export async function setUp(page, all, seen = async () => {}) {
  await page.goto("/inrichten");
  await seen(page, "inrichten-leeg");
  await press(page, "Voeg een organisatie toe");
  await seen(page, "inrichten-organisatie");
  await addOrganisation(page, "Kinderopvang Duinrand", "kinderopvang", "Stappenplan van Kinderopvang Den Helder");
  await press(page, "Bewaar organisatie");
  await addOrganisation(page, "Jeugdhulp Marsdiep", "jeugdhulp", "Geen stappenplan");
  await press(page, "Bewaar organisatie");
  await press(page, "Voeg een locatie toe");
  await seen(page, "inrichten-locatie");
  await page.getByLabel("Bij welke organisatie?").selectOption({ label: "Kinderopvang Duinrand" });
  await page.getByLabel("Naam van de locatie").fill("De Vuurtoren");
  await press(page, "Bewaar locatie");
  for (const group of ["Scholeksters", "Kokmeeuwen"]) {
    await press(page, "Voeg een groep toe");
    await seen(page, "inrichten-groep");
    await page.getByLabel("Naam van de groep").fill(group);
    await press(page, "Bewaar groep");
  }
  for (const person of Object.values(all)) await addPerson(page, person, seen);
  await page.goto("/inrichten");
  await seen(page, "inrichten-klaar");
  await says(page, "Kinderen en hun ouders", "De eerste notitie");
}

/** Everybody logs in for the first time, each at a device of her own. */
export async function everybodyIn(browser, server, all, options = {}) {
  const pages = {};
  for (const [who, person] of Object.entries(all)) {
    pages[who] = await openPage(browser, server, options[who] ?? {});
    await firstLogin(pages[who], person, { app: who === "pedagoog", seen: options.seen });
  }
  return pages;
}

/** Opens the page of a child from the list. */
export async function openChild(page, first) {
  await page.goto("/kinderen");
  return press(page, first);
}

/** The id of the child on whose page we are. */
export function childId(page) {
  return new URL(page.url()).pathname.split("/")[2];
}

/** Writes a note from Vandaag on: Noteer, the child, the words. */
export async function note(page, first, text, kind, did) {
  await page.goto("/vandaag");
  await press(page, "Noteer wat je zag");
  await press(page, first);
  await fill(page, { "Wat zag of hoorde je?": text });
  if (kind) await choose(page, { "Wat voor notitie is het?": kind });
  if (did) {
    await page.getByText("Meer vertellen").click();
    await fill(page, { "Wat deed jij?": did });
  }
  return press(page, "Bewaar notitie");
}

/** Opens a step from the page of the child: from what comes next, or from the list of all steps. */
export async function openStep(page, first, title) {
  await openChild(page, first);
  const next = page.locator("li.vlecht-step").filter({ hasText: title }).getByRole("link", { name: "Doe deze stap" });
  if (await next.count()) return onward(page, () => next.first().click());
  await press(page, "Alle stappen van de route");
  return press(page, title);
}

/** Does a step: words, an outcome, and what each parent says to all that is asked ({ name of the parent: "Zegt ja" }). */
export async function step(page, first, title, { words, outcome, parents = {}, seen } = {}) {
  await openStep(page, first, title);
  if (seen) await seen(page);
  if (outcome) await choose(page, { "Wat kwam eruit?": outcome });
  for (const [parent, word] of Object.entries(parents)) {
    // One question for each act that the step asks for.
    for (const group of await page.getByRole("group", { name: `${parent}:` }).all()) await group.getByLabel(word, { exact: true }).check();
  }
  if (words) await fill(page, { "Hoe ging het?": words });
  await press(page, "Bewaar deze stap");
  await says(page, "Bewaard.");
}

/** On a demo store: in with one press on the button with this name. */
export async function demoLogin(page, name) {
  await page.goto("/inloggen");
  await demoPress(page, name);
}

export async function demoPress(page, name) {
  await press(page, name);
}

/** Sends the one form of the page that saves, as the browser would, but from outside it: { status, location, text }. */
export async function sendForm(page, { path, change = {}, times = 1 } = {}) {
  const form = await page.evaluate(() => {
    const element = document.querySelector("main form");
    return { action: element.getAttribute("action"), fields: [...new FormData(element)] };
  });
  const body = new URLSearchParams(form.fields);
  for (const [name, value] of Object.entries(change)) body.set(name, value);
  const cookies = await page.context().cookies();
  const origin = new URL(page.url()).origin;
  const send = async () => {
    const answer = await fetch(origin + (path ?? form.action), {
      method: "POST",
      redirect: "manual",
      body,
      headers: { origin, cookie: cookies.map((cookie) => `${cookie.name}=${cookie.value}`).join("; ") },
    });
    return { status: answer.status, location: answer.headers.get("location"), text: await answer.text() };
  };
  return Promise.all(Array.from({ length: times }, send));
}

/** Ends the session on the server and leaves the cookie in the browser, as a session that was too long idle. */
export async function endSession(page) {
  const token = await page.locator("form[action='/uitloggen'] [name=bewijs]").getAttribute("value");
  const cookies = await page.context().cookies();
  const origin = new URL(page.url()).origin;
  const answer = await fetch(`${origin}/uitloggen`, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ bewijs: token }),
    headers: { origin, cookie: cookies.map((cookie) => `${cookie.name}=${cookie.value}`).join("; ") },
  });
  check(answer.status === 303, `logging out gave ${answer.status}`);
}

/** How often a text stands in the body of the page. */
export async function timesSaid(page, text) {
  return page.evaluate((wanted) => document.querySelector("main").textContent.split(wanted).length - 1, text);
}

/** All steps of the route of a child, in order: { id, title, state }. Read beside the page where the story is, which goes on from there. */
export function stepsOfRoute(page, child = new URL(page.url()).pathname) {
  return page.evaluate(async (address) => {
    const request = new XMLHttpRequest(); // it makes no page from a text, which our pages forbid
    request.responseType = "document";
    request.open("GET", address);
    await new Promise((resolve) => {
      request.onload = resolve;
      request.send();
    });
    return [...request.response.querySelectorAll("ol.vlecht-all-steps > li")].map((item) => ({
      id: item.id.replace("stap-", ""),
      title: item.querySelector("a").textContent,
      state: item.querySelector("span").textContent.split("·")[0].trim(),
    }));
  }, `${child}/route`);
}
