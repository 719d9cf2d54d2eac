// The first day of a new organisation: from nothing to the first note, by hand and from tables; the taps and the seconds are printed.
import { check, engines, lookAt, noFaults, openBrowser, openPage, startServer, story } from "./lib.mjs";
import { administrator, choose, fill, firstLogin, initOptions, note, press, says, saysNot } from "./people.mjs";

const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const dutchDay = (days) => day(days).split("-").reverse().join("-");

let taps = 0;
async function tap(page, name, within) {
  taps += 1;
  return press(page, name, within);
}
async function type(page, values) {
  taps += Object.keys(values).length;
  return fill(page, values);
}
async function pick(page, choices) {
  taps += Object.values(choices).flat().length;
  return choose(page, choices);
}
async function select(page, label, option) {
  taps += 2;
  return page.getByLabel(label).selectOption({ label: option });
}
const steps = (page) => page.locator("ol.vlecht-steps");

/** Chooses the kind of table, gives it as a file, and looks at what it would change. */
async function look(page, kind, name, bytes) {
  await page.goto("/inrichten/inlezen");
  await pick(page, { "Wat staat er in de tabel?": kind });
  taps += 2;
  await page.getByLabel("Kies het bestand (CSV)").setInputFiles({ name, mimeType: "text/csv", buffer: bytes });
  await tap(page, "Bekijk wat er verandert");
}

/** As a spreadsheet on Windows exports it: a mark, semicolons, line ends of two characters. */
const table = (...lines) => Buffer.from(`\ufeff${lines.join("\r\n")}\r\n`, "utf8");

for (const engine of engines) {
  const browser = await openBrowser();
  let server, admin, worker;
  const person = { name: "Noortje van Dam", login: "noortje@duinrand.test", password: "Noortje fietst graag langs zee" };
  const began = Date.now();

  await story(`${engine}: the administrator of a store without groups comes to the list of the first day`, async () => {
    server = await startServer({ demo: false, engine, init: initOptions });
    administrator.code = server.initOutput.match(/: (\S+)$/m)[1];
    admin = await openPage(browser, server, { width: 820 });
    await firstLogin(admin, administrator, { lands: "/inrichten" });
    taps += 12;
    await says(admin, "Wat nog nodig is", "Klaar: 1 van 11");
    await lookAt(admin, "eerste-dag-begin");
    noFaults(admin);
  });

  await story(`${engine}: by hand from a location to the first note; it can be left and taken up again`, async () => {
    await tap(admin, "Voeg een locatie toe", steps(admin));
    await type(admin, { "Naam van de locatie": "De Vuurtoren", "LRK-nummer": "123456789" });
    await tap(admin, "Bewaar locatie");
    await tap(admin, "Voeg een groep toe", steps(admin));
    await type(admin, { "Naam van de groep": "Scholeksters" });
    await tap(admin, "Bewaar groep");
    await tap(admin, "Voeg sluitingsdagen toe", steps(admin));
    await lookAt(admin, "eerste-dag-sluiting");
    await press(admin, "Zeg: wij hebben er geen");
    await says(admin, "Klaar: 4 van 11");
    await admin.goto("/inrichten/sluiting");
    await type(admin, { "Hoe heet het?": "Studiedag", "Eerste dag dat jullie dicht zijn": day(30) });
    await tap(admin, "Bewaar sluitingsdagen");
    await says(admin, "Studiedag", "Klaar: 4 van 11");
    await press(admin, "Studiedag");
    await lookAt(admin, "eerste-dag-sluiting-wijzig");
    await type(admin, { "Hoe heet het?": "Studiedagen", "Laatste dag dat jullie dicht zijn": day(31) });
    await tap(admin, "Bewaar sluitingsdagen");
    await says(admin, "Studiedagen");
    await press(admin, "Vandaag", admin.locator("nav"));
    await press(admin, "Inrichten", admin.locator("nav"));
    await says(admin, "Klaar: 4 van 11");
    await tap(admin, "Voeg iemand toe", steps(admin));
    await type(admin, { "Voornaam en achternaam": person.name, Gebruikersnaam: person.login, "Hoeveel werkt deze persoon?": "0,89" });
    await pick(admin, { "Wat doet deze persoon?": "pedagogisch medewerker" });
    await pick(admin, { "Op welke groepen werkt deze persoon?": "Scholeksters, De Vuurtoren" });
    await select(admin, "Op welke locatie?", "De Vuurtoren");
    await tap(admin, "Maak de brief");
    person.code = (await admin.locator("code.vlecht-code").innerText()).trim();
    await admin.emulateMedia({ media: "print" });
    await lookAt(admin, "eerste-dag-brief-op-papier");
    await admin.emulateMedia({ media: "screen" });
    await admin.goto("/inrichten/kind");
    await type(admin, { Voornaam: "Fenna", Achternaam: "Duinstra", "Geboren op": day(-800) });
    await admin.locator("[name=parent1_name]").fill("Sietske Duinstra");
    taps += 2;
    await tap(admin, "Bewaar dit kind");
    await tap(admin, "Kies een stappenplan", steps(admin));
    await select(admin, "Welk stappenplan volgt deze organisatie?", "Stappenplan van Kinderopvang Den Helder");
    await tap(admin, "Kies stappenplan");
    await says(admin, "Klaar: 7 van 11");
    worker = await openPage(browser, server, { width: 360 });
    await firstLogin(worker, person);
    taps += 12;
    await note(worker, "Fenna", "Fenna legde alle schelpen op een rij.", "Iets moois");
    taps += 5;
    await says(worker, "Fenna legde alle schelpen op een rij.");
    const seconds = Math.round((Date.now() - began) / 1000);
    console.log(`# from nothing to the first note: ${taps} taps, ${seconds} seconds by this browser (${engine})`);
    await admin.goto("/inrichten");
    await says(admin, "Klaar: 8 van 11");
    await lookAt(admin, "eerste-dag-notitie");
    noFaults(admin);
    noFaults(worker);
  });

  await story(`${engine}: tables come in by screen; a wrong line is told and the others are shown before they are kept`, async () => {
    taps = 0;
    await admin.goto("/inrichten/inlezen");
    await lookAt(admin, "inlezen");
    const template = admin.getByRole("link", { name: "Kinderen", exact: true });
    const [download] = await Promise.all([admin.waitForEvent("download"), template.click()]);
    check(download.suggestedFilename() === "kinderen.csv", download.suggestedFilename());

    await look(admin, "Locaties en groepen", "groepen.csv", table("locatie;groep;soort groep", "De Vuurtoren;Kokmeeuwen;plusgroep"));
    await tap(admin, "Bewaar deze ene regel");
    await says(admin, "De tabel is ingelezen", "Nieuw: 1.");

    const children = [
      "nummer;voornaam;achternaam;geboortedatum;groep;dagen",
      `1001;Bente;Postma;${dutchDay(-700)};Kokmeeuwen;ma, di`,
      "1002;Sil;Kuiper;gisteren;Kokmeeuwen;wo",
      `1003;Jikke;Visser;${dutchDay(-900)};Sterns;do`,
      `1004;Fenna;Duinstra;${dutchDay(-800)};Scholeksters;`,
    ];
    await look(admin, "Kinderen", "kinderen.csv", table(...children));
    await says(admin, "Nieuw: 1. Verandert: 1. Blijft zo: 0. Kan niet: 2.", "Er is nog niets bewaard.",
      "Regel 3, geboortedatum: schrijf de dag als 31-12-2023.",
      "Er is geen groep Sterns.", "stond er al, en krijgt dit nummer");
    await lookAt(admin, "inlezen-voorbeeld");
    await tap(admin, "Bewaar deze 2 regels");
    await says(admin, "Nieuw: 1. Veranderd: 1. Bleef zo: 0. Overgeslagen: 2.");
    await lookAt(admin, "inlezen-klaar");

    // Again, with one child less and one that moved: it is told who is not in it, without a name, and nobody is ended.
    children[1] = children[1].replace("Kokmeeuwen", "Scholeksters");
    await look(admin, "Kinderen", "kinderen.csv", table(...children.slice(0, 2)));
    await says(admin, "Nieuw: 0. Verandert: 1.", "Staat niet meer in het bestand: 1", "Een kind van Scholeksters");
    await saysNot(admin, "Fenna");
    await tap(admin, "Bewaar deze ene regel");
    await worker.goto("/kinderen");
    await says(worker, "Fenna", "Bente");

    const parents = table("nummer kind;ouder 1 naam;ouder 1 relatie;ouder 1 gezag", "1001;Geert Postma;vader;ja");
    await look(admin, "Ouders", "ouders.csv", parents);
    await tap(admin, "Bewaar deze ene regel");
    await look(admin, "Medewerkers", "medewerkers.csv", Buffer.from(
      "naam;gebruikersnaam;rol;locatie;groep\r\nZoë Kruis;zoe@duinrand.test;leidinggevende;De Vuurtoren;\r\n" +
      "Tirza Hoog;tirza@duinrand.test;pedagogisch medewerker;De Vuurtoren;Kokmeeuwen\r\n", "latin1"));
    await tap(admin, "Bewaar deze 2 regels");
    await says(admin, "Welkom bij Vlechtwerk, Zoë Kruis", "Welkom bij Vlechtwerk, Tirza Hoog");
    check(await admin.locator("code.vlecht-code").count() === 2, "a letter for each");
    const paper = await admin.pdf({ format: "A4" });
    check((paper.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).length === 2, "each letter is one page of A4");
    await admin.emulateMedia({ media: "print" });
    await lookAt(admin, "inlezen-brieven-op-papier");
    await admin.emulateMedia({ media: "screen" });
    console.log(`# four tables by screen: ${taps} taps (${engine})`);
    noFaults(admin);
  });

  await story(`${engine}: columns with other names are matched on screen, pasted and without JavaScript`, async () => {
    const context = await openPage(browser, server, { width: 820, javaScript: false });
    await context.context().addCookies(await admin.context().cookies());
    await context.goto("/inrichten/inlezen?soort=kinderen");
    const pasted = ["Klant;voornaam;achternaam;geboortedatum;groep", `2001;Okke;Bos;${dutchDay(-600)};Kokmeeuwen`];
    await context.locator("[name=tabel]").fill(pasted.join("\n"));
    await press(context, "Bekijk wat er verandert");
    await says(context, "Er is geen kolom met deze naam");
    await context.locator("[name='kolom.number']").selectOption("Klant");
    await press(context, "Lees opnieuw met deze kolommen");
    await says(context, "Nieuw: 1.", "Okke Bos");
    await press(context, "Bewaar deze ene regel");
    await says(context, "Nieuw: 1.");
  });

  await browser.close();
  await server?.stop();
}
