// For one minute after a save a person takes it back with one press; then the text is gone for everybody.
import { check, engines, noFaults, openBrowser, openPage, startServer, story } from "./lib.mjs";
import { childId, choose, demoLogin, fill, note, openChild, openStep, press, says, saysNot, stepsOfRoute, timesSaid } from "./people.mjs";

for (const engine of engines) {
  const browser = await openBrowser();
  let server, sanne, fatima;

  await story(`${engine}: a note is taken back, and a colleague does not find its text`, async () => {
    server = await startServer({ engine });
    [sanne, fatima] = [await openPage(browser, server), await openPage(browser, server)];
    await demoLogin(sanne, "Sanne de Wit");
    await demoLogin(fatima, "Fatima El Amrani");
    await note(sanne, "Lotte", "Dit had over een ander kind moeten gaan.");
    await says(sanne, "Bewaard.", "Dit had over een ander kind moeten gaan.");
    await press(sanne, "Maak ongedaan");
    await saysNot(sanne, "Dit had over een ander kind moeten gaan.");
    await openChild(fatima, "Lotte");
    await saysNot(fatima, "Dit had over een ander kind moeten gaan.");
    noFaults(sanne);
  });

  await story(`${engine}: a step is taken back and stands open again`, async () => {
    await openStep(sanne, "Noor", "Focus op kinderen invullen");
    await fill(sanne, { "Hoe ging het?": "Per ongeluk bewaard." });
    await press(sanne, "Bewaar deze stap");
    const state = async () => (await stepsOfRoute(sanne)).find((step) => step.title === "Focus op kinderen invullen").state;
    check((await state()) === "gedaan", `the step is "${await state()}" after it was done`);
    await says(sanne, "Per ongeluk bewaard.");
    await press(sanne, "Maak ongedaan");
    await saysNot(sanne, "Per ongeluk bewaard.");
    check((await state()) === "kan nu", `the step is "${await state()}" after it was taken back`);
  });

  await story(`${engine}: permission that was written down by mistake is taken back`, async () => {
    await openChild(fatima, "Daan");
    await press(fatima, "Leg vast wat ouders zeggen");
    await choose(fatima, { "Waar gaat het over?": "De pedagoog kijkt mee naar uw kind", "Wat zegt deze ouder?": "Zegt ja" });
    await press(fatima, "Bewaar antwoord");
    await says(fatima, "Dit mag.");
    await press(fatima, "Maak ongedaan");
    await saysNot(fatima, "Dit mag.");
  });

  await story(`${engine}: nobody takes back what somebody else saved, and nobody takes anything back twice`, async () => {
    await note(sanne, "Lotte", "Lotte zei vandaag haar eigen naam.");
    const address = sanne.url();
    await fatima.goto(new URL(address).pathname + new URL(address).search);
    const answer = await press(fatima, "Maak ongedaan");
    check(answer.status() >= 400, `a colleague took it back: ${answer.status()}`);
    await openChild(fatima, "Lotte");
    check((await timesSaid(fatima, "Lotte zei vandaag haar eigen naam.")) === 1, "the note is gone");
    await press(sanne, "Maak ongedaan");
    await sanne.goto(new URL(address).pathname + new URL(address).search);
    await press(sanne, "Maak ongedaan");
    check((await sanne.goto(`/kind/${childId(fatima)}`)).status() === 200, "taking back twice broke the page of the child");
    await saysNot(sanne, "Lotte zei vandaag haar eigen naam.");
    check(fatima.faults.length === 0, fatima.faults.join());
  });

  await story(`${engine}: the offer disappears from the page after a minute`, async () => {
    await sanne.clock.install();
    await note(sanne, "Lotte", "Lotte stapelde vijf blokken.");
    await sanne.clock.fastForward(59_000);
    check((await sanne.locator("[data-seconds]").count()) <= 1, "two offers stand on one page");
    await sanne.clock.fastForward(5_000);
    check((await sanne.locator("[data-seconds]").count()) === 0, "the offer stands there after its minute");
    await says(sanne, "Lotte stapelde vijf blokken.");
  });

  await browser.close();
  await server?.stop();
}
