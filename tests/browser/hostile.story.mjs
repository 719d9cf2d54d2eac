// What people type is never more than text, nothing of it is lost, and a press counts once.
import { check, engines, noFaults, openBrowser, openPage, startServer, story } from "./lib.mjs";
import { childId, demoLogin, demoPress, endSession, fill, openChild, press, says, saysNot, sendForm, timesSaid } from "./people.mjs";

const hostile = [
  `"' <script>window.hostile = 1</script><img src=x onerror="window.hostile = 1"></textarea><svg/onload=window.hostile=1>`,
  "{naam} {{7*7}} ${7*7} %s %n %00 \\0 \\ '; drop table entry; -- &lt; &amp;amp; &#60;",
  "👩‍👧‍👦🧡 Zoë ﷽ שלום \u202Eمرحبا\u202C 中文 e\u0301 \u200B\uFEFF .",
].join("\n");
const hostileName = `<b>"'&lt;{x}</b><img src=x onerror=window.hostile=1> 👩‍👧‍👦 שלום \u202Eمرحبا\u202C e\u0301.`;
// A line of its own for each field, so that one field cannot answer for another.
const marked = (mark, text) => `${mark} ${text}`;
const megabyte = (mark) => `${mark} ${"Wat een lange dag. ".repeat(60_000)}`.slice(0, 999_990);

async function put(page, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = page.locator(`main form [name="${name}"]`);
    const type = await field.first().evaluate((element) => element.type);
    if (type === "radio") {
      await (value === true ? field.last() : page.locator(`main form [name="${name}"][value="${value}"]`)).check();
    } else if (type === "checkbox") {
      await field.first().check();
    } else if (type.startsWith("select")) {
      await field.selectOption(value === true ? { index: 1 } : value);
    } else {
      // A field in a folded part of the form is filled without unfolding it.
      await field.evaluate((element, text) => (element.value = text), value);
    }
  }
}

// Signs that turn the direction of what follows are left out of every page, so that they cannot turn the page itself.
const plain = (text) => text.replace(/[\r\u202A-\u202E\u2066-\u2069]/g, "");

/** What was typed stands on the page, as text or in a field, and did nothing. */
async function intactAndInert(page, values) {
  const there = plain(await page.evaluate(() => [document.querySelector("main").textContent,
    ...[...document.querySelectorAll("main textarea, main input")].map((element) => element.value)].join("\n")));
  for (const [name, value] of Object.entries(values)) {
    check(there.includes(plain(value)), `${page.url()} does not show what was typed in ${name}`);
  }
  check((await page.evaluate(() => window.hostile)) === undefined, `${page.url()} ran what was typed`);
  // The picture of a route is the page's own.
  const markup = page.locator("main img:not(.vlecht-route-picture), main script, main svg[onload]");
  check((await markup.count()) === 0, `${page.url()} made markup of what was typed`);
  noFaults(page);
}

for (const engine of engines) {
  const browser = await openBrowser();
  let server, sanne, fatima, joke, kees, marijke, anita;
  let noor, yusuf, mees;

  await story(`${engine}: hostile text in every field about a child comes back intact and does nothing`, async () => {
    server = await startServer({ engine });
    [sanne, fatima, joke, kees, marijke, anita] = await Promise.all([1, 2, 3, 4, 5, 6].map(() => openPage(browser, server)));
    await demoLogin(sanne, "Sanne de Wit");
    await demoLogin(fatima, "Fatima El Amrani");
    await openChild(sanne, "Noor");
    noor = childId(sanne);
    await openChild(sanne, "Yusuf");
    yusuf = childId(sanne);
    await openChild(fatima, "Mees");
    mees = childId(fatima);
    const forms = [
      [`/kind/${yusuf}/notitie`, { kind: "strookje" }, ["text", "did"]],
      [`/kind/${yusuf}/zorg`, {}, ["worry"]],
      [`/kind/${yusuf}/stap/strookje_bespreken`, {}, ["words"]],
      [`/kind/${yusuf}/stap/werkbespreking_strookjes`, { outcome: "zorg" }, ["words"]],
      [`/kind/${yusuf}/stap/focus_op_kinderen/overslaan`, { reason: "anders" }, ["words"]],
      [`/kind/${noor}/toestemming`, { person: true, act: "observatie_pedagoog", word: "given" }, ["how"]],
      [`/kind/${noor}/ouders`, {}, ["words"]],
      [`/kind/${yusuf}/plan`, {}, ["goal", "approach", "strengths", "interest", "who", "parents_part"]],
      [`/kind/${yusuf}/plan/terugkijken`, { outcome: "genoeg" }, ["words"]],
    ];
    for (const [path, choices, names] of forms) {
      await sanne.goto(path);
      const values = Object.fromEntries(names.map((name) => [name, marked(`${name}${path.length}`, hostile)]));
      await put(sanne, { ...choices, ...values });
      const answer = await submit(sanne);
      check(answer.status() === 200, `${path} gave ${answer.status()}`);
      await intactAndInert(sanne, values);
    }
  });

  await story(`${engine}: hostile text in a question, a tip and its own words comes back intact and does nothing`, async () => {
    await demoLogin(marijke, "Marijke Bos");
    await demoLogin(anita, "Anita Kok");
    const question = { question: marked("question", hostile) };
    await sanne.goto("/vraag");
    await put(sanne, question);
    await submit(sanne);
    await intactAndInert(sanne, question);
    const id = new URL(sanne.url()).pathname.split("/")[2];
    await marijke.goto(`/vragen/${id}/geef`);
    await intactAndInert(marijke, question);
    await submit(marijke);
    const tip = { tip: marked("tip", hostile) };
    await anita.goto(`/vragen/${id}/antwoord`);
    await put(anita, tip);
    await submit(anita);
    await intactAndInert(anita, { ...question, ...tip });
    const own = { own_words: marked("own", hostile) };
    await sanne.goto(`/vragen/${id}/bevestig`);
    await intactAndInert(sanne, { ...question, ...tip });
    await put(sanne, own);
    await submit(sanne);
    await intactAndInert(sanne, { ...question, ...tip, ...own });
    await sanne.goto("/vragen");
    await intactAndInert(sanne, question);
  });

  await story(`${engine}: hostile names of places, people and children are names`, async () => {
    await demoLogin(kees, "Kees Smit");
    await demoLogin(joke, "Joke Visser");
    const name = (mark) => marked(mark, hostileName);
    for (const [path, choices, fields] of [
      ["/inrichten/organisatie", { kind: "other" }, ["name"]],
      ["/inrichten/locatie", {}, ["name"]],
      ["/inrichten/groep", {}, ["name"]],
      ["/inrichten/mens", { role: "pedagoog" }, ["name", "login"]],
    ]) {
      await kees.goto(path);
      const values = Object.fromEntries(fields.map((field) => [field, name(`${field}${path.length}`)]));
      await put(kees, { ...choices, ...values });
      await submit(kees);
      await intactAndInert(kees, values);
      await kees.goto("/inrichten");
      await intactAndInert(kees, values);
    }
    const values = {
      first_name: name("first"),
      last_name: name("last"),
      parent1_name: name("parent"),
      parent1_relation: name("relation"),
    };
    await joke.goto("/inrichten/kind");
    await put(joke, { ...values, born_on: "2024-02-29" });
    const answer = await submit(joke);
    check(answer.status() === 200, `a child with hostile names gave ${answer.status()}`);
    const { last_name: last, ...shown } = values;
    await intactAndInert(joke, shown);
    await joke.goto("/vandaag");
    await intactAndInert(joke, { first_name: values.first_name });
  });

  await story(`${engine}: a megabyte in any field is saved, or refused with a sentence and the typed text kept`, async () => {
    for (const [path, choices, name] of [
      [`/kind/${yusuf}/notitie`, {}, "text"],
      [`/kind/${noor}/plan`, { goal: "Een kort doel." }, "approach"],
      ["/vraag", {}, "question"],
    ]) {
      await sanne.goto(path);
      const values = { [name]: megabyte(name) };
      await put(sanne, { ...choices, ...values });
      const answer = await submit(sanne);
      check([200, 413].includes(answer.status()), `${path} gave ${answer.status()}`);
      await intactAndInert(sanne, values);
    }
    await kees.goto("/inrichten/groep");
    const name = { name: megabyte("groep") };
    await put(kees, name);
    const answer = await submit(kees);
    check(answer.status() === 413, `a name of a megabyte gave ${answer.status()}`);
    await says(kees, "Deze tekst is te lang");
    await intactAndInert(kees, name);
  });

  await story(`${engine}: days that do not exist and empty fields get a sentence, and what was typed stays`, async () => {
    await sanne.goto(`/kind/${yusuf}/notitie`);
    await sanne.locator("[name=on]").evaluate((element) => (element.type = "text"));
    await put(sanne, { text: "Een gewone dag.", on: "2026-02-31" });
    check((await submit(sanne)).status() === 400, "the thirty-first of February was taken");
    await says(sanne, "Deze dag bestaat niet");
    await intactAndInert(sanne, { text: "Een gewone dag." });
    for (const path of [`/kind/${yusuf}/notitie`, `/kind/${mees}/zorg`, "/vraag"]) {
      const page = path.includes(mees) ? fatima : sanne;
      await page.goto(path);
      if (path.endsWith("zorg") && (await page.locator("[name=note]").count())) await page.locator("[name=note][value='']").check();
      check((await submit(page)).status() === 400, `${path} took an empty form`);
      check((await page.locator("[role=alert] li").count()) > 0, `${path} does not say what is missing`);
      await says(page, "Wat je typte, staat er nog.");
    }
  });

  await story(`${engine}: two people who change one plan see both texts, and both stand in the result`, async () => {
    const start = async (page) => {
      await page.goto(`/kind/${noor}/plan`);
      await put(page, { goal: "Doel.", approach: "Aanpak." });
    };
    await Promise.all([start(sanne), start(fatima)]);
    const mine = { goal: "Noor vertelt zelf dat het te druk is.", approach: "We oefenen met een kaartje." };
    const theirs = { goal: "Noor bijt niet meer.", approach: "We lopen vaker een rondje buiten.", strengths: "Ze zingt graag." };
    await put(sanne, theirs);
    await submit(sanne);
    await put(fatima, mine);
    const answer = await submit(fatima);
    check(answer.status() === 409, `the second text gave ${answer.status()}`);
    await says(fatima, "Een collega schreef ook aan dit plan", "Jouw tekst", "Tekst van Sanne de Wit");
    await intactAndInert(fatima, { ...theirs, approach: mine.approach, goal: mine.goal });
    const kept = await fatima.locator("main form [name=goal]").inputValue();
    check(kept.includes(mine.goal) && kept.includes(theirs.goal), `the field holds only "${kept}"`);
    check((await submit(fatima)).status() === 200, "both texts together were not saved");
    await intactAndInert(fatima, { mine: mine.goal, theirs: theirs.goal, approach: mine.approach, theirApproach: theirs.approach });
  });

  await story(`${engine}: a session that ends while somebody types costs nothing: after logging in the text is there`, async () => {
    const text = "Noor legde zelf het kussen terug op de bank.";
    await sanne.goto(`/kind/${noor}/notitie`);
    await put(sanne, { text, kind: "positief" });
    await endSession(sanne);
    const answer = await submit(sanne);
    check(answer.status() === 401, `the form of an ended session gave ${answer.status()}`);
    await says(sanne, "Je tekst is er nog");
    await demoPress(sanne, "Sanne de Wit");
    await says(sanne, "Je bent weer ingelogd. Je tekst staat er nog.");
    check((await sanne.locator("[name=kind]:checked").getAttribute("value")) === "positief", "the choice was not kept");
    check((await sanne.locator("main [name=text]").inputValue()) === text, "the text was not kept");
    await openChild(fatima, "Noor");
    check((await timesSaid(fatima, text)) === 0, "the text was saved before the person said so");
    await submit(sanne);
    check((await timesSaid(sanne, text)) === 1, "the text does not stand there once");
  });

  await story(`${engine}: what one person typed is not given to the next who logs in at the same tablet`, async () => {
    await sanne.goto(`/kind/${noor}/notitie`);
    await put(sanne, { text: "Dit was nog niet bewaard." });
    await endSession(sanne);
    await submit(sanne);
    await demoPress(sanne, "Anita Kok");
    await saysNot(sanne, "Noor");
    check((await sanne.goto(`/kind/${noor}`)).status() === 404, "a coach sees a child that nobody asked her about");
    await endSession(sanne);
    await demoLogin(sanne, "Sanne de Wit");
  });

  await story(`${engine}: a double press saves once, with script and without`, async () => {
    const text = "Noor deelde haar appel met Daan.";
    await sanne.goto(`/kind/${noor}/notitie`);
    await put(sanne, { text });
    await Promise.all([sanne.waitForURL(/bewaard/), sanne.getByRole("button", { name: "Bewaar notitie" }).dblclick({ noWaitAfter: true })]);
    await openChild(sanne, "Noor");
    check((await timesSaid(sanne, text)) === 1, "a double click saved twice");
    const again = "Noor koos zelf een boek uit.";
    await sanne.goto(`/kind/${noor}/notitie`);
    await put(sanne, { text: again });
    const answers = await sendForm(sanne, { times: 3 });
    check(answers.every((answer) => answer.status === 303), `the same form three times gave ${answers.map((one) => one.status)}`);
    await openChild(sanne, "Noor");
    check((await timesSaid(sanne, again)) === 1, "the same form three times was not saved once");
    // The same id with other words is no second note either.
    const [changed] = await sendForm(await reopened(sanne, `/kind/${noor}/notitie`, { text: "Eerste tekst van vandaag." }));
    check(changed.status === 303, `the first text gave ${changed.status}`);
    const [other] = await sendForm(sanne, { change: { text: "Tweede tekst van vandaag." } });
    check(other.status === 409 && other.text.includes("Tweede tekst van vandaag."), `other words with the same id gave ${other.status}`);
  });

  await story(`${engine}: without script a note with all its parts is written and withdrawn`, async () => {
    const page = await openPage(browser, server, { javaScript: false });
    await demoLogin(page, "Sanne de Wit");
    await openChild(page, "Lotte");
    await press(page, "Noteer wat je zag");
    await page.getByText("Meer vertellen").click();
    await fill(page, { "Wat zag of hoorde je?": "Lotte bouwde een toren.", "Wat deed jij?": "Ik telde mee." });
    await press(page, "Bewaar notitie");
    await says(page, "Lotte bouwde een toren.", "Ik telde mee.");
    await press(page, "Maak ongedaan");
    await saysNot(page, "Lotte bouwde een toren.", "Ik telde mee.");
  });

  await story(`${engine}: ids of another group, of another store and of nobody do not exist, for reading nor for writing`, async () => {
    const other = await startServer({ engine });
    try {
      const there = await openPage(browser, other);
      await demoLogin(there, "Sanne de Wit");
      await openChild(there, "Noor");
      const foreign = childId(there);
      await there.goto("/vragen");
      const question = (await there.locator("main .vlecht-timeline a").first().getAttribute("href")).split("/")[2];
      const nobody = "01890000-0000-7000-8000-000000000000";
      for (const id of [mees, foreign, nobody, "x", "%00", "%ff", noor.slice(0, 34)]) {
        for (const part of ["", "/notitie", "/zorg", "/gezien", "/toestemming", "/ouders", "/plan", "/plan/terugkijken", "/afsluiten",
          "/vraag", "/beheer", "/wissen", "/stap/actieplan", "/stap/actieplan/overslaan"]) {
          const answer = await fetchAs(sanne, `/kind/${id}${part}`);
          const status = id.length < 35 ? [400, 404].includes(answer.status) : answer.status === 404;
          check(status, `/kind/${id}${part} gave ${answer.status}`);
        }
      }
      for (const id of [question, nobody]) {
        for (const part of ["", "/geef", "/antwoord", "/bevestig"]) {
          check((await fetchAs(sanne, `/vragen/${id}${part}`)).status === 404, `/vragen/${id}${part} does exist`);
        }
      }
      await sanne.goto(`/kind/${noor}/notitie`);
      await put(sanne, { text: "Voor een ander kind." });
      for (const id of [mees, foreign, nobody]) {
        const [answer] = await sendForm(sanne, { path: `/kind/${id}/notitie` });
        check(answer.status === 404, `writing about ${id} gave ${answer.status}`);
      }
      await openChild(fatima, "Mees");
      check((await timesSaid(fatima, "Voor een ander kind.")) === 0, "a note was written about a child of another group");
      // A form of another person's session, and one from another site, save nothing.
      await sanne.goto(`/kind/${noor}/notitie`);
      await put(sanne, { text: "Met een vreemd bewijs." });
      const [wrong] = await sendForm(sanne, { change: { bewijs: "a".repeat(32) } });
      check(wrong.status === 403 && wrong.text.includes("Met een vreemd bewijs."), `a foreign token gave ${wrong.status}`);
    } finally {
      await other.stop();
    }
  });

  await story(`${engine}: guessing passwords gets slower, and says how long to wait`, async () => {
    const page = await openPage(browser, server);
    await page.goto("/inloggen");
    let status = 0;
    for (let tries = 0; tries < 12 && status !== 429; ++tries) {
      await fill(page, { Gebruikersnaam: "kees", Wachtwoord: `poging ${tries} <b>` });
      status = (await press(page, "Log in")).status();
      check(status === 400 || status === 429, `a wrong password gave ${status}`);
      check((await page.locator("[name=password]").inputValue()) === "", "the page gives the password back");
    }
    check(status === 429, "twelve wrong passwords were never slowed down");
    await says(page, "Wacht");
    noFaults(page);
  });

  await browser.close();
  await server?.stop();
}

async function submit(page) {
  const button = page.locator("main form button.vlecht-actions__main").first();
  const [answer] = await Promise.all([page.waitForNavigation({ waitUntil: "load", timeout: 20_000 }), button.click()]);
  return answer;
}

async function reopened(page, path, values) {
  await page.goto(path);
  await put(page, values);
  return page;
}

async function fetchAs(page, path) {
  const cookies = await page.context().cookies();
  return fetch(new URL(page.url()).origin + path, {
    redirect: "manual",
    headers: { cookie: cookies.map((cookie) => `${cookie.name}=${cookie.value}`).join("; ") },
  });
}
