// From an empty store to a closed route, as Kinderopvang Den Helder does it: every press in a real browser.
import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { check, engines, lookAt, noFaults, openBrowser, openPage, startServer, story } from "./lib.mjs";
import {
  addChild, administrator, choose, endSession, everybodyIn, fill, firstLogin, initOptions, login, note, openChild, openStep, people,
  press, says, saysNot, setUp, step, timesSaid, typeLogin, typedTexts,
} from "./people.mjs";

const canaries = fileURLToPath(new URL("../faults/canaries.py", import.meta.url));
const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

// Each kind of page is looked at once: checked for accessibility and drawn at three widths. Faults are counted everywhere.
const looked = new Set();
async function seen(page, name) {
  noFaults(page);
  if (looked.has(name)) return;
  looked.add(name);
  await lookAt(page, name);
}

const child = {
  first: "Fenna",
  last: "Duinstra",
  born: day(-800),
  group: "Scholeksters, De Vuurtoren",
  parents: [
    { name: "Sietske Duinstra", relation: "moeder" },
    { name: "Okke Duinstra", relation: "vader" },
  ],
};

const words = {
  slip: "Fenna beet een ander kind toen de trein omviel.",
  did: "Ik ging ernaast zitten en noemde wat ik zag.",
  worry: "Het bijten gebeurt nu elke week, vooral rond het middageten.",
  kept: "Vandaag hielp zij een jonger kind met de laarzen.",
  slipTalk: "Moeder herkent het en vertelt over de drukke verhuizing.",
  meeting: "Alle collega's zien hetzelfde rond het middageten.",
  talk: "Beide ouders zijn blij dat we samen kijken.",
  focus: "Ze speelt graag alleen bij de watertafel en lacht veel.",
  observed: "Zij zoekt steeds een rustige plek zodra het lawaai toeneemt.",
  talkAfter: "Vader wil thuis ook een vaste rustige hoek maken.",
  action: "Wij vragen de coach hoe we het middageten rustiger maken.",
  question: "Hoe maken wij het middageten rustiger voor dit meisje?",
  tip: "Laat haar als eerste aan tafel zitten, naast een rustig kind.",
  ownWords: "Ik zet haar voortaan eerst neer, vlak naast Bente.",
  guided: "Samen het middageten bekeken en de tafels anders gezet.",
  goal: "Fenna kan rustig eten zonder te bijten.",
  approach: "Zij zit als eerste aan een kleine tafel bij het raam.",
  strengths: "Ze zegt steeds vaker zelf dat het te druk is.",
  evaluated: "In twee weken tijd heeft ze geen enkele keer gebeten.",
  lookedBack: "Ouders en collega's merken dat zij veel rustiger eet.",
  closed: "De kleine tafel blijft gewoon staan, dat werkt voor iedereen.",
};

for (const engine of engines) {
  const browser = await openBrowser();
  let server;
  const all = people();
  const parents = Object.fromEntries(child.parents.map((parent) => [parent.name, "Zegt ja"]));
  let admin;
  let pages = {};

  await story(`${engine}: the administrator comes in with the code of init and sets up places and six people`, async () => {
    server = await startServer({ demo: false, engine, init: initOptions });
    administrator.code = server.initOutput.match(/: (\S+)$/m)[1];
    admin = await openPage(browser, server, { width: 1280 });
    await firstLogin(admin, administrator, { seen, lands: "/inrichten" });
    await seen(admin, "vandaag-beheerder");
    await setUp(admin, all, seen);
    typedTexts.add(administrator.name).add(administrator.login).add(administrator.password);
    await addChild(admin, { ...child, mentor: all.worker }, seen);
    await says(admin, "Bewaard.");
    await admin.goto("/kinderen");
    await saysNot(admin, child.first);
    noFaults(admin);
  });

  await story(`${engine}: each person comes in with the letter, and the second time with password and second factor`, async () => {
    pages = await everybodyIn(browser, server, all, { seen, coach: { width: 360 }, worker: { width: 820 }, manager: { width: 1280 } });
    await seen(pages.worker, "vandaag-medewerker");
    await says(pages.worker, child.first);
    for (const who of ["pedagoog", "worker"]) {
      await press(pages[who], "Uitloggen", pages[who].locator("header"));
      await login(pages[who], all[who]);
      check(new URL(pages[who].url()).pathname === "/vandaag", `${who} came to ${pages[who].url()}`);
    }
    await press(pages.worker, "Uitloggen", pages.worker.locator("header"));
    await pages.worker.goto("/vandaag");
    await saysNot(pages.worker, child.first);
    await login(pages.worker, all.worker);
  });

  await story(`${engine}: a worker notes what she saw, opens the route and talks with the parents`, async () => {
    const { worker } = pages;
    await worker.goto("/noteer");
    await seen(worker, "noteer");
    await press(worker, child.first);
    await seen(worker, "noteer-kind");
    await note(worker, child.first, words.slip, "Strookje", words.did);
    await seen(worker, "kind-zonder-route");
    await says(worker, words.slip, words.did);
    await press(worker, "Ik maak me zorgen");
    await seen(worker, "zorg");
    await fill(worker, { "Waar maak je je zorgen over?": words.worry });
    await press(worker, "Begin de route");
    await seen(worker, "kind-met-route");
    await says(worker, "Wat nu komt", "Strookje met ouders bespreken", words.worry);
    await step(worker, child.first, "Strookje met ouders bespreken", { words: words.slipTalk, seen: (page) => seen(page, "stap") });
    await step(worker, child.first, "Kind en strookjes bespreken", { words: words.meeting, outcome: "We maken ons zorgen" });
  });

  await story(`${engine}: her session ends while she types: password, code of the card, and the text is there and saved once`, async () => {
    const { worker } = pages;
    await openChild(worker, child.first);
    await press(worker, "Noteer wat je zag");
    await fill(worker, { "Wat zag of hoorde je?": words.kept });
    await endSession(worker);
    await press(worker, "Bewaar notitie");
    await says(worker, "Je tekst is er nog");
    await seen(worker, "inloggen-met-tekst");
    await typeLogin(worker, all.worker);
    await says(worker, "Je bent weer ingelogd. Je tekst staat er nog.");
    await seen(worker, "notitie-weer-ingelogd");
    check((await worker.getByLabel("Wat zag of hoorde je?").inputValue()) === words.kept, "the text is gone");
    await press(worker, "Bewaar notitie");
    check((await timesSaid(worker, words.kept)) === 1, "the text does not stand there once");
  });

  await story(`${engine}: the pedagoog sees nothing of the child until both parents say yes, and observes then`, async () => {
    const { worker, pedagoog } = pages;
    await pedagoog.goto("/kinderen");
    await saysNot(pedagoog, child.first);
    await step(worker, child.first, "Zorg met ouders bespreken, toestemming vragen", {
      words: words.talk,
      parents: { [child.parents[0].name]: "Zegt ja" },
      seen: (page) => seen(page, "stap-met-ouders"),
    });
    await pedagoog.goto("/kinderen");
    await saysNot(pedagoog, child.first);
    // The other parent says it later, on the page for what parents say.
    await openChild(worker, child.first);
    await press(worker, "Leg vast wat ouders zeggen");
    await seen(worker, "toestemming");
    await choose(worker, {
      "Welke ouder?": child.parents[1].name,
      "Waar gaat het over?": "De pedagoog kijkt mee naar uw kind",
      "Wat zegt deze ouder?": "Zegt ja",
    });
    await press(worker, "Bewaar antwoord");
    await says(worker, "Dit mag.");
    await step(worker, child.first, "Focus op kinderen invullen", { words: words.focus });
    await openStep(pedagoog, child.first, "Pedagoog observeert");
    await seen(pedagoog, "stap-pedagoog");
    await step(pedagoog, child.first, "Pedagoog observeert", { words: words.observed, outcome: "Coach van Parlan" });
  });

  await story(`${engine}: after a second talk the group makes an action plan and asks the coach by way of the pedagoog`, async () => {
    const { worker, pedagoog, coach } = pages;
    await step(worker, child.first, "Observatie met ouders bespreken", { words: words.talkAfter, parents });
    await step(worker, child.first, "Actieplan maken", { words: words.action, outcome: "Begeleiding van Parlan" });
    await openChild(worker, child.first);
    await press(worker, "Stel je vraag");
    await seen(worker, "vraag-kind");
    await fill(worker, { "Wat is je vraag?": words.question });
    await press(worker, "Stel je vraag");
    await says(worker, words.question);
    await seen(worker, "vraag-gesteld");

    await coach.goto("/kinderen");
    await saysNot(coach, child.first);
    await pedagoog.goto("/vandaag");
    await seen(pedagoog, "vandaag-pedagoog");
    await pedagoog.goto("/vragen");
    await seen(pedagoog, "vragen-pedagoog");
    await press(pedagoog, `Vraag over ${child.first}`);
    await press(pedagoog, "Geef de vraag aan iemand");
    await seen(pedagoog, "vraag-geven");
    await fill(pedagoog, { "Wat is de laatste dag?": day(21) });
    await press(pedagoog, "Geef de vraag");

    await coach.goto("/vandaag");
    await seen(coach, "vandaag-coach");
    await coach.goto("/vragen");
    await press(coach, `Vraag over ${child.first}`);
    await says(coach, words.question);
    await press(coach, "Geef een adviestip");
    await seen(coach, "adviestip");
    await fill(coach, { "Wat is je adviestip?": words.tip });
    await press(coach, "Geef adviestip");
    await seen(coach, "adviestip-gegeven");
    await openChild(coach, child.first);
    await seen(coach, "kind-voor-de-coach");
    await step(coach, child.first, "Begeleiding door de coach van Parlan", { words: words.guided });

    await worker.goto("/vandaag");
    await seen(worker, "vandaag-met-antwoord");
    await worker.goto("/vragen");
    await press(worker, `Vraag over ${child.first}`);
    await says(worker, words.tip);
    await press(worker, "Schrijf de tip in je eigen woorden");
    await seen(worker, "bevestigen");
    await fill(worker, { "Wat ga jij doen?": words.ownWords });
    await press(worker, "Bewaar en rond af");
    await says(worker, words.ownWords);
    // She knows the child as long as the question is open.
    await coach.goto("/kinderen");
    await saysNot(coach, child.first);
  });

  await story(`${engine}: plan van aanpak, looking back, an outcome; the page of the child tells the story`, async () => {
    const { worker, manager, stranger } = pages;
    await openChild(worker, child.first);
    await press(worker, "Schrijf een plan");
    await seen(worker, "plan");
    await fill(worker, {
      "Wat willen we bereiken?": words.goal,
      "Wat gaan we doen?": words.approach,
      "Wat gaat al goed?": words.strengths,
    });
    await press(worker, "Bewaar het plan");
    await says(worker, words.goal, words.approach, words.strengths);
    await seen(worker, "kind-met-plan");
    await press(worker, "Kijk terug op het plan");
    await seen(worker, "terugkijken");
    await choose(worker, { "Helpt het plan?": "Ja, genoeg" });
    await fill(worker, { "Wat merk je?": words.evaluated });
    await press(worker, "Bewaar wat je ziet");
    await step(worker, child.first, "Samen terugkijken", { words: words.lookedBack, outcome: "Dit was genoeg" });

    await openChild(worker, child.first);
    await press(worker, "Rond de route af");
    await seen(worker, "afsluiten");
    await worker.locator("[name=outcome][value=opgelost]").check();
    await fill(worker, { "Wat wil je erbij vertellen?": words.closed });
    if (await worker.locator("[name=despite]").count()) await worker.locator("[name=despite]").check();
    await press(worker, "Rond de route af");
    await seen(worker, "kind-na-de-route");
    await says(worker, "De route is klaar", "Ik maak me zorgen");
    const { slip, worry, slipTalk, meeting, talk, focus, observed, talkAfter, action, guided, closed } = words;
    // The newest twenty; what happened before is one link away.
    let told = await worker.locator("main").innerText();
    while (await worker.getByRole("link", { name: "Lees wat daarvoor gebeurde" }).count()) {
      await press(worker, "Lees wat daarvoor gebeurde");
      told += await worker.locator("main").innerText();
    }
    for (const sentence of [slip, worry, slipTalk, meeting, talk, focus, observed, talkAfter, action, guided, closed]) {
      check(told.includes(sentence), `the story of the child does not tell "${sentence}"`);
    }

    await openChild(manager, child.first);
    await manager.getByText(`Meer over ${child.first}`).click();
    await says(manager, "Eerdere routes");
    await press(manager, "Bekijk wie dit las");
    await seen(manager, "wie-las-dit");
    await says(manager, all.worker.name, all.pedagoog.name, all.coach.name);
    await stranger.goto("/kinderen");
    await saysNot(stranger, child.first);
    for (const page of Object.values(pages)) noFaults(page);
  });

  await story(`${engine}: nothing that was typed stands in clear in files, columns, backups or logs`, async () => {
    check(existsSync(canaries), "tests/faults/canaries.py is not there");
    [child.first, child.last].forEach((name) => typedTexts.add(name));
    const backup = join(server.directory, "backup");
    if (engine === "sqlite") server.run("backup", "--to", backup);
    const [log, list] = ["log", "canaries"].map((name) => join(server.directory, name));
    writeFileSync(log, server.log());
    // What stands in clear by decision is left out by the program itself; of a short code the whole word counts.
    writeFileSync(list, [...typedTexts].join("\n"));
    await server.quit();
    const folders = [server.data, ...(existsSync(backup) ? [backup] : [])].flatMap((folder) => ["--data", folder]);
    const database = engine === "postgresql" ? ["--postgresql", server.database] : [];
    try {
      execFileSync("python3", [canaries, ...folders, "--log", log, "--canaries", list, ...database], { encoding: "utf8" });
    } catch (error) {
      throw new Error(`${error.stdout}${error.stderr}`);
    }
    check(server.run("verify").length > 0, "verify said nothing");
  });

  await browser.close();
  await server?.stop();
}
