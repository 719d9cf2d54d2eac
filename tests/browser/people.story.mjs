// The people around a child: what is told at the door and to whom, whose name stands on a step, and what happens when she is away.
import { check, engines, lookAt, noFaults, openBrowser, openPage, startServer, story } from "./lib.mjs";
import { choose, demoLogin, fill, openChild, onward, press, says, saysNot } from "./people.mjs";

const day = (days) => new Date(Date.now() + days * 86_400_000).toLocaleDateString("sv", { timeZone: "Europe/Amsterdam" });
const today = () => day(0);
const inTwoMonths = () => day(60);
const PEDAGOOG = "De pedagoog kijkt mee naar uw kind";
const COACH = "De coach van Parlan hoort over uw kind en kijkt mee";

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

  await story(`${engine}: who did not reach a parent writes it down at the act; it decides nothing, and a no stands`, async () => {
    await openChild(fatima, "Daan");
    await press(fatima, "Schrijf op wie je niet bereikte");
    if (looks) await lookAt(fatima, "mensen-poging");
    await choose(fatima, { "Waar gaat het over?": COACH });
    await fill(fatima, { "Hoe probeerde je het?": "Twee keer gebeld." });
    await press(fatima, "Bewaar de poging");
    await says(fatima, "is nog niet bereikt", "vandaag: Twee keer gebeld.", "Alleen Esther Postma kan hier zelf ja zeggen.");
    if (looks) await lookAt(fatima, "mensen-niet-bereikt");
    await press(fatima, "Schrijf op wie je niet bereikte");
    await choose(fatima, { "Waar gaat het over?": PEDAGOOG });
    await fill(fatima, { "Hoe probeerde je het?": "Een bericht gestuurd." });
    await press(fatima, "Bewaar de poging");
    await says(fatima, "Dit mag niet. Een ouder zei nee.", "Esther Postma zei nee. Dat blijft zo,");
    await openChild(joke, "Daan");
    await press(joke, "Leg vast wat ouders zeggen");
    await saysNot(joke, "Is niet bereikbaar: ik besluit");
    await says(joke, "in jullie stappenplan is het woord van elke ouder nodig.");
    if (looks) await lookAt(joke, "mensen-toestemming");
    noFaults(fatima);
    noFaults(joke);
  });

  await story(`${engine}: on the day that was agreed a mentor looks back on the begeleidingsplan, from Vandaag`, async () => {
    await openChild(sanne, "Noor");
    await sanne.getByText("Meer over Noor").click();
    await press(sanne, "Schrijf een begeleidingsplan");
    await fill(sanne, {
      "Wat willen we bereiken?": "Noor speelt rustig naast een ander kind.",
      "Wat gaan we doen?": "Een vaste plek aan de kleine tafel.",
      "Op welke dag kijken jullie terug?": today(),
    });
    if (looks) await lookAt(sanne, "mensen-begeleidingsplan");
    await press(sanne, "Bewaar het plan");
    await says(sanne, "Tijd om terug te kijken: past dit plan nog?");
    if (looks) await lookAt(sanne, "mensen-begeleidingsplan-kind");
    await sanne.goto("/vandaag");
    if (looks) await lookAt(sanne, "mensen-terugkijken-vandaag");
    await press(sanne, "Noor: kijk terug op het begeleidingsplan");
    if (looks) await lookAt(sanne, "mensen-terugkijken");
    await choose(sanne, { "Past het plan nog bij dit kind?": "Ja, het past nog" });
    await fill(sanne, { "Wat merk je?": "Ze zoekt de plek zelf op.", "Wanneer kijken jullie weer?": inTwoMonths() });
    await press(sanne, "Bewaar wat je ziet");
    await says(sanne, "Het plan past nog.", "Ze zoekt de plek zelf op.", "We kijken terug op");
    await sanne.goto("/vandaag");
    await saysNot(sanne, "kijk terug op het begeleidingsplan");
    noFaults(sanne);
  });

  await story(`${engine}: somebody outside without an account stands at "Bij wie moet ik zijn?" with a number to ring`, async () => {
    const kees = await openPage(browser, server);
    await demoLogin(kees, "Kees Smit");
    await kees.goto("/inrichten/kaart");
    await fill(kees, { "Voornaam en achternaam": "Wil Prins", "Wat doet deze persoon?": "wijkcoach", Telefoonnummer: "06 123 456 78" });
    await press(kees, "Bewaar kaartje");
    await sanne.goto("/bij-wie");
    const link = sanne.getByRole("link", { name: "06 123 456 78" });
    check((await link.getAttribute("href")) === "tel:0612345678", "the number cannot be rung");
    if (looks) await lookAt(sanne, "mensen-bij-wie");
    noFaults(kees);
    noFaults(sanne);
  });

  await browser.close();
  await server?.stop();
}
