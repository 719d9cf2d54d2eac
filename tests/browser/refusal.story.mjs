// A parent says no: the child stays unknown outside the group, the ordinary care goes on, and a question without a name is still possible.
// The worker's browser runs no script at all.
import { check, engines, lookAt, noFaults, openBrowser, openPage, startServer, story } from "./lib.mjs";
import {
  addChild, administrator, childId, choose, everybodyIn, fill, firstLogin, initOptions, note, openChild, people, press, says, saysNot,
  setUp, step,
} from "./people.mjs";

const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const child = {
  first: "Sjoerd",
  last: "Noordewind",
  born: day(-1000),
  group: "Scholeksters, De Vuurtoren",
  parents: [
    { name: "Hiltje Noordewind", relation: "moeder" },
    { name: "Evert Noordewind", relation: "vader" },
    { name: "Oma Noordewind", relation: "oma", gezag: false },
  ],
};

for (const engine of engines) {
  const browser = await openBrowser();
  let server;
  let pages = {};
  let id;
  const all = people();
  const colleagues = { worker: all.worker, pedagoog: all.pedagoog, coach: all.coach, manager: all.manager };

  await story(`${engine}: without script in the browser a worker notes, opens a route, and one parent says no`, async () => {
    server = await startServer({ demo: false, engine, init: initOptions });
    const admin = await openPage(browser, server);
    await firstLogin(admin, { ...administrator, code: server.initOutput.match(/: (\S+)$/m)[1] }, { lands: "/inrichten" });
    await setUp(admin, colleagues);
    await addChild(admin, { ...child, mentor: all.worker });
    pages = await everybodyIn(browser, server, colleagues, { worker: { javaScript: false }, pedagoog: { width: 1280 } });
    const { worker } = pages;
    await note(worker, child.first, "Sjoerd zat de hele ochtend onder de tafel.", "Stil kind", "Ik bleef in de buurt.");
    id = childId(worker);
    await press(worker, "Ik maak me zorgen");
    await fill(worker, { "Waar maak je je zorgen over?": "Hij trekt zich steeds vaker terug." });
    await press(worker, "Begin de route");
    await step(worker, child.first, "Kind en strookjes bespreken", { outcome: "We maken ons zorgen" });
    await step(worker, child.first, "Zorg met ouders bespreken, toestemming vragen", {
      words: "Moeder wil het graag, vader liever niet.",
      parents: { "Hiltje Noordewind": "Zegt ja", "Evert Noordewind": "Zegt nee" },
    });
    await says(worker, "Dit mag niet. Een ouder zei nee.");
  });

  await story(`${engine}: a person without gezag is never asked`, async () => {
    await openChild(pages.worker, child.first);
    await press(pages.worker, "Leg vast wat ouders zeggen");
    await says(pages.worker, "Hiltje Noordewind", "Evert Noordewind");
    await saysNot(pages.worker, "Oma Noordewind");
  });

  await story(`${engine}: what goes on as usual stands first, before anything that is not possible`, async () => {
    const { worker } = pages;
    await openChild(worker, child.first);
    const text = await worker.locator("main").innerText();
    const [goesOn, now, no] = ["Verder binnen de groep", "Wat nu komt", "Dit mag niet"].map((words) => text.indexOf(words));
    check(goesOn >= 0 && goesOn < no, `"Verder binnen de groep" does not come before the refusal:\n${text}`);
    const order = await worker.locator("li.vlecht-step--child .vlecht-step__name").allInnerTexts();
    check(now >= 0 && order[0]?.startsWith("Verder binnen de groep"), `the first step is "${order[0]}"`);
    await step(worker, child.first, "Verder binnen de groep", { words: "We geven hem een vaste plek bij het raam." });
  });

  await story(`${engine}: pedagoog and coach find no trace of the child, not by its address either`, async () => {
    for (const page of [pages.pedagoog, pages.coach]) {
      for (const place of ["/vandaag", "/kinderen"]) {
        await page.goto(place);
        await saysNot(page, child.first);
      }
      for (const place of ["", "/notitie", "/stap/pedagoog_observeert", "/toestemming", "/plan", "/gezien", "/beheer"]) {
        const answer = await page.goto(`/kind/${id}${place}`);
        check(answer.status() === 404, `/kind/…${place} gives ${answer.status()}`);
        await saysNot(page, child.first);
      }
      noFaults(page);
    }
  });

  await story(`${engine}: the step that needs permission says who has to say yes first, and is not saved`, async () => {
    const { worker } = pages;
    await openChild(worker, child.first);
    await press(worker, "Alle stappen van de route");
    await press(worker, "Pedagoog observeert");
    await says(worker, "ouder");
    if (await worker.getByRole("button", { name: "Bewaar deze stap" }).count()) {
      await choose(worker, { "Wat kwam eruit?": "Geen zorg" });
      await fill(worker, { "Hoe ging het?": "Dit mag niet bewaard worden." });
      const answer = await press(worker, "Bewaar deze stap");
      check(answer.status() >= 400, `a step without permission gave ${answer.status()}`);
      await says(worker, "Dit mag niet bewaard worden.");
      await openChild(worker, child.first);
      await saysNot(worker, "Dit mag niet bewaard worden.");
    }
  });

  await story(`${engine}: a question about the child waits for the parents, a question without its name goes to the coach`, async () => {
    const { worker, pedagoog, coach } = pages;
    await openChild(worker, child.first);
    await press(worker, "Stel je vraag");
    await fill(worker, { "Wat is je vraag?": "Hoe help ik Sjoerd aan tafel?" });
    const answer = await press(worker, "Stel je vraag");
    check(answer.status() >= 400 && answer.status() < 500, `a question about the child gave ${answer.status()}`);
    await says(worker, "Vraag het eerst aan de ouders, of stel je vraag zonder naam", "Hoe help ik Sjoerd aan tafel?");
    if (engine === "sqlite") await lookAt(pages.pedagoog, "vandaag-zonder-kind");

    await worker.goto("/vraag");
    await fill(worker, { "Wat is je vraag?": "Hoe help ik een kind dat onder de tafel blijft zitten?" });
    await press(worker, "Stel je vraag");
    await pedagoog.goto("/vragen");
    await press(pedagoog, `Vraag van ${all.worker.name}`);
    await press(pedagoog, "Geef de vraag aan iemand");
    await press(pedagoog, "Geef de vraag");
    await coach.goto("/vragen");
    await press(coach, `Vraag van ${all.worker.name}`);
    await says(coach, "Hoe help ik een kind dat onder de tafel blijft zitten?");
    await saysNot(coach, child.first);
    await press(coach, "Geef een adviestip");
    await fill(coach, { "Wat is je adviestip?": "Ga er een dag lang elk uur even naast zitten." });
    await press(coach, "Geef adviestip");
    await worker.goto("/vragen");
    await press(worker, `Vraag van ${all.worker.name}`);
    await press(worker, "Schrijf de tip in je eigen woorden");
    await fill(worker, { "Wat ga jij doen?": "Ik ga elk uur kort op de grond zitten." });
    await press(worker, "Bewaar en rond af");
    await says(worker, "Ik ga elk uur kort op de grond zitten.");
    await worker.goto("/vragen");
    await says(worker, "Deze vraag is klaar");
  });

  await story(`${engine}: when the other parent says yes later, the pedagoog sees the child, and after a withdrawal no more`, async () => {
    const { worker, pedagoog } = pages;
    const tell = async (word) => {
      await openChild(worker, child.first);
      await press(worker, "Leg vast wat ouders zeggen");
      await choose(worker, {
        "Welke ouder?": "Evert Noordewind",
        "Waar gaat het over?": "De pedagoog kijkt mee naar uw kind",
        "Wat zegt deze ouder?": word,
      });
      await press(worker, "Bewaar antwoord");
    };
    await tell("Zegt ja");
    check((await pedagoog.goto(`/kind/${id}`)).status() === 200, "the pedagoog does not see the child after both said yes");
    await tell("Trekt het ja terug");
    check((await pedagoog.goto(`/kind/${id}`)).status() === 404, "the pedagoog still sees the child after a withdrawal");
    await says(worker, "Dit mag");
  });

  await browser.close();
  await server?.stop();
}
