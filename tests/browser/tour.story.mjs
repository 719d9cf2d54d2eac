// The first five minutes of somebody who knows nothing and does what the screen says: the list of people, the tour to its end, and every
// link of "Waar komt dit vandaan?".
import { accessible, check, lookAt, noFaults, openBrowser, openPage, startServer, story } from "./lib.mjs";
import { demoLogin, press, says, saysNot } from "./people.mjs";

const words = {
  nl: { begin: /^Volg de rondleiding/, on: "Verder met de rondleiding", tap: /Tik op (\p{Lu}\p{Ll}+)/u, end: "Dit was de rondleiding" },
  en: { begin: /^Follow the tour/, on: "Go on with the tour", tap: /Tap (\p{Lu}\p{Ll}+)/u, end: "That was the tour" },
};
const roles = { Sanne: "Sanne de Wit", Joke: "Joke Visser", Marijke: "Marijke Bos", Anita: "Anita Kok", Kees: "Kees Smit" };

const browser = await openBrowser();
const server = await startServer();

for (const [language, say] of Object.entries(words)) {
  await story(`sqlite: a stranger reaches the end of the tour by doing what the screen says (${language})`, async () => {
    const page = await openPage(browser, server, { width: 820, language: language === "nl" ? "nl-NL" : "en-GB" });
    await page.goto("/");
    await lookAt(page, `tour-${language}-begin`);
    await page.getByRole("link", { name: say.begin }).click();
    const people = new Set();
    const screens = new Set();
    for (let stop = 1; ; ++stop) {
      check(stop <= 20, "the tour does not end");
      const title = await page.locator("h1").innerText();
      if (title === say.end) break;
      await (stop === 1 ? lookAt(page, `tour-${language}-halte`) : accessible(page));
      const [answer] = await Promise.all([page.waitForNavigation(), page.locator("main button").click()]);
      check(answer.status() === 200, `${title} leads to ${answer.status()}`);
      check((await page.locator("html").getAttribute("lang")) === language, `${title} is in another language`);
      people.add(await page.locator(".vlecht-header__where").innerText());
      screens.add(new URL(page.url()).pathname);
      const bar = page.locator(".vlecht-tour");
      const child = (await bar.innerText()).match(say.tap)?.[1];
      const target = child && page.locator("main").getByRole("link", { name: new RegExp(`^${child}`) }).first();
      if (target && (await target.count())) {
        await Promise.all([page.waitForNavigation(), target.click()]);
        await says(page, child);
      } else if (child && !["Noteer", "Note"].includes(child)) {
        throw new Error(`${title}: there is no ${child} to tap`);
      }
      await lookAt(page, `tour-${language}-${stop}`);
      await press(page, say.on, bar);
    }
    check(screens.size >= 5 && people.size >= 6, `${screens.size} screens, ${people.size} people`);
    await lookAt(page, `tour-${language}-einde`);
    await page.goto("/vandaag");
    check((await page.locator(".vlecht-tour").count()) === 0, "the tour goes on after its end");
    noFaults(page);
    await page.context().close();
  });
}

await story("sqlite: the tour can be stopped, and then says nothing any more", async () => {
  const page = await openPage(browser, server);
  await page.goto("/rondleiding/2");
  await press(page, "Kijk mee als Sanne de Wit");
  check((await page.locator(".vlecht-tour").count()) === 1, "no word of the tour");
  await press(page, "Stop de rondleiding", page.locator(".vlecht-tour"));
  check(new URL(page.url()).pathname === "/kinderen", `stopping leads to ${page.url()}`);
  check((await page.locator(".vlecht-tour").count()) === 0, "the tour goes on");
  await page.goto("/rondleiding/99");
  await says(page, "Deze pagina is er niet");
  noFaults(page);
});

await story("sqlite: every link of where it comes from opens for somebody, and none that is shown is closed", async () => {
  const opened = new Set();
  for (const name of Object.values(roles)) {
    const page = await openPage(browser, server, { width: 1280 });
    await demoLogin(page, name);
    await page.goto("/herkomst");
    if (name === roles.Sanne) await lookAt(page, "herkomst");
    const links = await page.locator("main a[href^='/']").evaluateAll((all) => [...new Set(all.map((one) => one.getAttribute("href")))]);
    check(links.length >= 6, `${name} sees ${links.length} links`);
    for (const link of links) {
      const answer = await page.goto(link);
      check(answer.status() === 200, `${name}: ${link} gives ${answer.status()}`);
      opened.add(link);
    }
    noFaults(page);
    await page.context().close();
  }
  const stranger = await openPage(browser, server);
  await stranger.goto("/herkomst");
  const all = await stranger.locator("main a[href^='/']").evaluateAll((links) => links.map((one) => one.getAttribute("href")));
  const closed = all.filter((link) => !opened.has(link));
  check(closed.length === 0, `nobody can open ${closed}`);
  await stranger.goto("/dit-niet");
  await says(stranger, "Een kind krijgt geen cijfer, kleur of rangorde");
  await lookAt(stranger, "dit-niet");
  await saysNot(stranger, "Uitloggen");
  noFaults(stranger);
});

await story("sqlite: a stranger reads the plans of the reports, as a drawing and in sentences", async () => {
  const page = await openPage(browser, server, { width: 820 });
  await page.goto("/inloggen");
  await press(page, "Lees de stappenplannen van de verslagen");
  await lookAt(page, "stappenplannen");
  const plans = await page.locator("main li a").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  check(plans.length >= 10, `${plans.length} plans`);
  for (const plan of plans) {
    await page.goto(plan);
    await page.locator("img.vlecht-route-picture").scrollIntoViewIfNeeded();
    await page.waitForFunction(() => document.querySelector("img.vlecht-route-picture").naturalWidth > 0);
    check((await page.locator("main section section").count()) >= 3, `${plan} shows no steps`);
  }
  await page.goto("/stappenplannen/kinderopvang-den-helder");
  await says(page, "In het verslag:");
  await lookAt(page, "stappenplan-lezen");
  noFaults(page);
});

await story("sqlite: a route with the plan of another organisation shows another next step, and stays what it was", async () => {
  const page = await openPage(browser, server, { width: 820 });
  await demoLogin(page, roles.Sanne);
  await press(page, "Daan");
  const own = await page.locator(".vlecht-step__name").first().innerText();
  await press(page, "Alle stappen van de route");
  const next = new Set([own]);
  for (const plan of ["Stappenschema van Partou, Amsterdam", "Stappenplan van B4Kids, Leiden"]) {
    await press(page, plan);
    await says(page, `Wat nu zou komen bij: ${plan}`);
    next.add(await page.locator("#ander-plan .vlecht-step__name").first().innerText());
  }
  check(next.size === 3, `three plans say: ${[...next]}`);
  await lookAt(page, "ander-plan");
  await press(page, "Terug naar Daan");
  check((await page.locator(".vlecht-step__name").first().innerText()) === own, "the route is another one now");
  noFaults(page);
});

await browser.close();
await server.stop();
