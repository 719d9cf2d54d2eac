// The people around a child: what is told at the door and to whom, whose name stands on a step, and what happens when she is away.
import { check, engines, lookAt, noFaults, openBrowser, openPage, startServer, story } from "./lib.mjs";
import { choose, demoLogin, fill, openChild, onward, press, says, saysNot } from "./people.mjs";

const today = () => new Date().toLocaleDateString("sv", { timeZone: "Europe/Amsterdam" });

/** The part of the page about this child. */
const card = (page, name) => page.locator("section.vlecht-sheet").filter({ has: page.getByRole("heading", { name, exact: true }) });
const stepOf = (page, title) => page.locator("li.vlecht-step").filter({ hasText: title }).first();

for (const engine of engines) {
  const looks = engine === "sqlite";
  const browser = await openBrowser();
  let server, sanne, fatima, joke;

  await story(`${engine}: at the door a worker tells something good with two taps, and it is off the list`, async () => {
    server = await startServer({ engine });
    [sanne, fatima, joke] = await Promise.all([1, 2, 3].map(() => openPage(browser, server)));
    await demoLogin(sanne, "Sanne de Wit");
    await demoLogin(fatima, "Fatima El Amrani");
    await demoLogin(joke, "Joke Visser");
    if (looks) await lookAt(sanne, "mensen-vandaag");
    await press(sanne, "Bij het ophalen");
    if (looks) await lookAt(sanne, "mensen-ophalen");
    await says(sanne, "Noor deelde haar druiven met Daan.", "Vertel het aan: Linda Bakker, Tom Bakker");
    await onward(sanne, () => card(sanne, "Noor").getByRole("button", { name: "Verteld" }).click());
    await says(sanne, "Bewaard.");
    await saysNot(sanne, "Noor deelde haar druiven met Daan.");
    await press(sanne, "Maak ongedaan");
    await says(sanne, "Noor deelde haar druiven met Daan.");
    noFaults(sanne);
  });

  await story(`${engine}: who may hear nothing is never among those who are told, and who may not collect is named`, async () => {
    await fatima.goto("/ophalen");
    await press(fatima, "Garnalen, De Zandloper");
    const text = await card(fatima, "Mees").innerText();
    check(/Vertel het aan: Ria Mulder/.test(text), `the foster mother is not told: ${text}`);
    check(!/Vertel het aan:[^\n]*Joris/.test(text), `the father who hears nothing is told: ${text}`);
    check(text.includes("Vertel niets aan: Joris van Dijk"), text);
    check(/Mag niet ophalen: [^\n]*Joris van Dijk/.test(text), text);
    check(text.indexOf("Iets moois") < text.indexOf("Iets opvallends"), `something good comes first: ${text}`);
    if (looks) await lookAt(fatima, "mensen-ophalen-mees");
    noFaults(fatima);
  });

  await story(`${engine}: a colleague takes a step over in two taps, and her name stands there for everybody`, async () => {
    await openChild(fatima, "Noor");
    const step = stepOf(fatima, "Strookje met ouders bespreken");
    check((await step.innerText()).includes("Sanne de Wit"), `the mentor's name does not stand on it: ${await step.innerText()}`);
    await onward(fatima, () => step.getByRole("link", { name: "Neem jij hem over?" }).click());
    if (looks) await lookAt(fatima, "mensen-overnemen");
    await press(fatima, "Ja, ik neem hem over");
    await says(fatima, "Overgenomen: Strookje met ouders bespreken");
    await openChild(joke, "Noor");
    check((await stepOf(joke, "Strookje met ouders bespreken").innerText()).includes("Fatima El Amrani"), "another name stands on it");
    noFaults(fatima);
  });

  await story(`${engine}: who is away is visibly stood in for, and comes back`, async () => {
    await fatima.goto("/vandaag");
    await press(fatima, "Ik ben er niet");
    await says(fatima, "Waarom je er niet bent, schrijf je nergens op.");
    await fill(fatima, { "Vanaf welke dag?": today(), "Tot en met welke dag?": today() });
    await press(fatima, "Bewaar deze dagen");
    if (looks) await lookAt(fatima, "mensen-afwezig");
    await openChild(joke, "Noor");
    await says(joke, "Sanne de Wit (vervangt Fatima El Amrani)");
    if (looks) await lookAt(joke, "mensen-vervangt");
    await press(fatima, "Ik ben er weer");
    await openChild(joke, "Noor");
    await saysNot(joke, "(vervangt Fatima El Amrani)");
    noFaults(fatima);
  });

  await story(`${engine}: who leads the location gives a child a mentor, a second group and other facts of a parent`, async () => {
    await joke.goto("/vandaag");
    await says(joke, "Kinderen zonder mentor");
    if (looks) await lookAt(joke, "mensen-leidinggevende");
    await press(joke, "Sofia Kowalska");
    if (looks) await lookAt(joke, "mensen-beheer");
    await joke.getByLabel("Wie is de mentor?").selectOption({ label: "Fatima El Amrani" });
    await press(joke, "Bewaar mentor");
    await joke.goto("/vandaag");
    await saysNot(joke, "Kinderen zonder mentor");

    const manage = async () => {
      await openChild(joke, "Sofia");
      await joke.getByText("Meer over Sofia").click();
      await press(joke, "Verander mentor, groep of ouders");
    };
    await manage();
    await joke.getByLabel("In welke groep?").selectOption({ label: "Zeesterren, De Zandloper" });
    await choose(joke, { "Op welke dagen komt het kind?": ["dinsdag", "donderdag"] });
    await joke.getByLabel("Het kind blijft ook in de groep waar het nu is").check();
    await press(joke, "Bewaar groep");
    await says(joke, "Garnalen, Zeesterren");
    await manage();
    await says(joke, "dinsdag, donderdag");
    await press(joke, "Verander Maria Kowalska");
    if (looks) await lookAt(joke, "mensen-ouder");
    await joke.getByLabel("Deze persoon mag het kind ophalen").uncheck();
    await press(joke, "Bewaar ouder");
    await manage();
    await says(joke, "mag niet ophalen");
    await press(joke, "Stop in deze groep Zeesterren");
    if (looks) await lookAt(joke, "mensen-einde");
    await press(joke, "Bewaar de laatste dag");
    await manage();
    await says(joke, "tot en met");
    noFaults(joke);
  });

  await story(`${engine}: a parent who cannot be reached stands at the act with the day, and the screen says who can`, async () => {
    await openChild(joke, "Daan");
    await press(joke, "Leg vast wat ouders zeggen");
    await choose(joke, { "Waar gaat het over?": "De pedagoog kijkt mee naar uw kind", "Wat zegt deze ouder?": "Is niet bereikbaar" });
    await joke.getByLabel("Waarom is de ouder niet bereikbaar?").selectOption({ label: "De ouder reageert niet" });
    await fill(joke, { "Hoe zei de ouder het?": "Twee keer gebeld." });
    await press(joke, "Bewaar antwoord");
    await says(joke, "Esther Postma was niet te bereiken:", "Twee keer gebeld.", "Alleen Esther Postma kan hier zelf ja zeggen.");
    if (looks) await lookAt(joke, "mensen-niet-bereikbaar");
    await openChild(fatima, "Daan");
    await press(fatima, "Leg vast wat ouders zeggen");
    await says(fatima, "Dat legt de leidinggevende vast.", "Esther Postma was niet te bereiken:");
    noFaults(joke);
  });

  await browser.close();
  await server?.stop();
}
