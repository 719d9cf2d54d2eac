// A route as a whole: it stands still and goes on, is finished and opened again, and goes over to a newer version of its plan.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { check, engines, lookAt, noFaults, openBrowser, openPage, startServer, story } from "./lib.mjs";
import { choose, demoLogin, fill, openChild, press, says, saysNot, stepsOfRoute } from "./people.mjs";

const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** The newest plan once more as the next version, with one step more: no page can bring a plan yet. */
function putNewerPlan(server) {
  const statement = `insert into plan_file (tenant, plan, version, text)
    select tenant, plan, 3, replace(replace(text, 'version = 2', 'version = 3'),
      '[[rule]]' || char10 || 'id = "strookje_naar_ouders"',
      '[[step]]' || char10 || 'id = "thuis_kijken"' || char10 ||
      'title = { nl = "Thuis meekijken", en = "Look along at home" }' ||
      char10 || 'by = ["mentor"]' || char10 || 'assumed = true' || char10 || '[[rule]]' || char10 || 'id = "strookje_naar_ouders"')
    from plan_file where plan = 'kinderopvang-den-helder' and version = 2`;
  if (server.database) {
    execFileSync("psql", ["-q", "-d", server.database, "-c", statement.replaceAll("char10", "chr(10)")]);
  } else {
    const file = join(server.data, "vlechtwerk.sqlite");
    const text = statement.replaceAll("char10", "char(10)");
    const program = "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute(sys.argv[2]); db.commit()";
    execFileSync("python3", ["-c", program, file, text]);
  }
}

for (const engine of engines) {
  const browser = await openBrowser();
  let server, sanne;

  await story(`${engine}: the mentor lets a route stand still until a day, and it goes on when she says so`, async () => {
    server = await startServer({ engine });
    sanne = await openPage(browser, server);
    await demoLogin(sanne, "Sanne de Wit");
    await openChild(sanne, "Noor");
    await saysNot(sanne, "De route staat stil.");
    await press(sanne, "Zet de route even stil");
    await lookAt(sanne, "route-stilzetten");
    await press(sanne, "Zet de route stil");
    await says(sanne, "Kies waarom de route even stilstaat.");
    await choose(sanne, { "Waarom staat de route stil?": "Het kind of de groep is op vakantie" });
    await fill(sanne, { "Tot en met welke dag?": day(14) });
    await press(sanne, "Zet de route stil");
    await says(sanne, "De route staat stil.", "Het kind of de groep is op vakantie", "daarna gaat hij vanzelf verder");
    await lookAt(sanne, "kind-route-staat-stil");
    await press(sanne, "Ga verder met de route");
    await press(sanne, "Ga verder met de route");
    await saysNot(sanne, "De route staat stil.");
    await says(sanne, "De route gaat verder");
  });

  await story(`${engine}: a pause is taken back within its minute`, async () => {
    await press(sanne, "Zet de route even stil");
    await choose(sanne, { "Waarom staat de route stil?": "Iets anders" });
    await press(sanne, "Zet de route stil");
    await says(sanne, "De route staat stil.");
    await press(sanne, "Maak ongedaan");
    await saysNot(sanne, "De route staat stil.");
  });

  await story(`${engine}: what a newer plan changes for this child is read before the route goes over to it`, async () => {
    await saysNot(sanne, "Er is een nieuwe versie van dit stappenplan.");
    await server.quit();
    putNewerPlan(server);
    await server.restart();
    await openChild(sanne, "Noor");
    await says(sanne, "Er is een nieuwe versie van dit stappenplan.");
    await saysNot(sanne, "Thuis meekijken");
    await press(sanne, "Bekijk wat er verandert");
    await says(sanne, "Deze route volgt nu versie 2. De nieuwste is versie 3.", "'Thuis meekijken' komt erbij.");
    await lookAt(sanne, "overgaan");
    await press(sanne, "Ga over op de nieuwe versie");
    await says(sanne, "Over op versie 3 van het stappenplan");
    check((await stepsOfRoute(sanne)).some((step) => step.title === "Thuis meekijken"), "the new step is not there");
    await saysNot(sanne, "Er is een nieuwe versie van dit stappenplan.");
  });

  await story(`${engine}: a finished route is opened again and goes on where it was`, async () => {
    await press(sanne, "Rond de route af");
    await choose(sanne, { "Hoe eindigt deze route?": "Het gaat goed" });
    const despite = sanne.getByLabel("Ik rond toch af. De open stappen blijven zichtbaar als niet gedaan.");
    if (await despite.count()) await despite.check();
    await press(sanne, "Rond de route af");
    await says(sanne, "De route is klaar");
    await sanne.locator("details.vlecht-more summary").filter({ hasText: "Meer over" }).click();
    await press(sanne, "Ga verder met een eerdere route");
    await choose(sanne, { "Waarom gaan jullie verder?": "De zorg is terug" });
    await lookAt(sanne, "heropenen");
    await press(sanne, "Open de route weer");
    await says(sanne, "De route is weer open: De zorg is terug", "Wat nu komt");
    noFaults(sanne);
  });

  await story(`${engine}: who only works on the group has no button for it, and cannot do it by hand`, async () => {
    const id = new URL(sanne.url()).pathname.split("/").pop();
    const fatima = await openPage(browser, server);
    await demoLogin(fatima, "Fatima El Amrani");
    const answer = await fatima.goto(`/kind/${id}/pauze`);
    await saysNot(fatima, "Waarom staat de route stil?");
    check(answer.status() < 500, `the server answered ${answer.status()}`);
    noFaults(fatima);
  });

  await browser.close();
  await server?.stop();
}
