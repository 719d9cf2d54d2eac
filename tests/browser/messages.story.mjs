// Messages: a person's own setting, what Vandaag says waits for her, the sheet for the wall, and the week of who leads.
import { check, engines, lookAt, noFaults, openBrowser, openPage, startServer, story, accessible } from "./lib.mjs";
import { choose, demoLogin, fill, onward, openChild, press, says, saysNot, step } from "./people.mjs";

for (const engine of engines) {
  const looks = engine === "sqlite";
  const browser = await openBrowser();
  let server, sanne, fatima, joke, kees;

  await story(`${engine}: who wants a mail says when it may come, and it is kept; without a mail server the page says so`, async () => {
    server = await startServer({ engine });
    [sanne, fatima, joke, kees] = await Promise.all([1, 2, 3, 4].map(() => openPage(browser, server)));
    await demoLogin(sanne, "Sanne de Wit");
    await demoLogin(fatima, "Fatima El Amrani");
    await demoLogin(joke, "Joke Visser");
    await demoLogin(kees, "Kees Smit");
    await press(sanne, "Kies wanneer je bericht krijgt");
    await says(sanne, "Hier is nog geen mailserver.", "Er staat geen naam in, en niets over een kind.");
    check(await sanne.getByLabel("Nee, liever niet").isChecked(), "nothing is sent to who did not ask for it");
    if (looks) await lookAt(sanne, "berichten");
    await choose(sanne, { "Wil je berichten per mail?": "Ja, mail mij" });
    await fill(sanne, { "Je mailadres": "sanne zonder apenstaart" });
    await press(sanne, "Bewaar mijn keuze");
    await says(sanne, "Dit is geen mailadres.", "sanne zonder apenstaart");
    if (looks) await lookAt(sanne, "berichten-fout");
    await fill(sanne, { "Je mailadres": "sanne@zandloper.test", "Vanaf hoe laat?": "09:30", "Tot hoe laat?": "13:00" });
    await sanne.getByLabel("vrijdag").uncheck();
    await choose(sanne, { "In welke taal?": "Engels" });
    await press(sanne, "Bewaar mijn keuze");
    await says(sanne, "Bewaard.");
    await sanne.goto("/berichten");
    await says(sanne, "sanne@zandloper.test", "09:30", "13:00");
    check(!(await sanne.getByLabel("vrijdag").isChecked()) && (await sanne.getByLabel("maandag").isChecked()), "her days are not kept");
    check(await sanne.getByLabel("Engels").isChecked(), "her language is not kept");
    await joke.goto("/berichten");
    await saysNot(joke, "sanne@zandloper.test");
    await choose(sanne, { "Wil je berichten per mail?": "Nee, liever niet" });
    await press(sanne, "Bewaar mijn keuze");
    await saysNot(sanne, "sanne@zandloper.test");
    const answer = await kees.goto("/berichten");
    check(answer.status() === 404, `nothing waits for a beheerder, and the page is there: ${answer.status()}`);
    noFaults(sanne);
  });

  await story(`${engine}: Vandaag says in one line what waits, and a colleague who takes a step over takes it from that line`, async () => {
    const steps = async (page) => {
      await page.goto("/vandaag");
      const line = (await page.locator("main").innerText()).match(/Er wacht(?:en)? [^\n]*op je\./)?.[0] ?? "";
      const said = /(\d+|één) stap/.exec(line)?.[1] ?? "0";
      return said === "één" ? 1 : Number(said);
    };
    const [mine, hers] = [await steps(sanne), await steps(fatima)];
    check(mine > 0, "nothing waits for the mentor");
    if (looks) await lookAt(sanne, "berichten-vandaag");
    await openChild(fatima, "Noor");
    const open = fatima.locator("li.vlecht-step").filter({ hasText: "Strookje met ouders bespreken" }).first();
    await onward(fatima, () => open.getByRole("link", { name: "Neem jij hem over?" }).click());
    await press(fatima, "Ja, ik neem hem over");
    check((await steps(sanne)) === mine - 1, `${await steps(sanne)} steps of ${mine} wait for the mentor`);
    check((await steps(fatima)) === hers + 1, `${await steps(fatima)} steps, once ${hers}, wait for who took it over`);
    noFaults(sanne);
    noFaults(fatima);
  });

  await story(`${engine}: what waits prints per group and child, for who works there and for nobody else`, async () => {
    await sanne.goto("/vandaag");
    await press(sanne, "Print wat er wacht");
    await says(sanne, "Wat er wacht", "Zeesterren", "Hang dit blad op waar ouders niet komen.");
    const row = await sanne.getByRole("row").nth(1).innerText();
    check(/Sanne de Wit|nog geen naam|Fatima|Marijke|Joke/.test(row), `no name stands in the line: ${row}`);
    if (looks) {
      await lookAt(sanne, "wat-wacht");
      await joke.goto("/wat-wacht");
      await lookAt(joke, "wat-wacht-leidinggevende");
      await joke.pdf({ format: "A4", path: new URL("./shots/wat-wacht.pdf", import.meta.url).pathname });
    }
    const answer = await kees.goto("/wat-wacht");
    check(answer.status() === 404, `a beheerder sees the sheet: ${answer.status()}`);
    noFaults(sanne);
  });

  await story(`${engine}: who leads reads what she can do this week, each a link, and never who did not do something`, async () => {
    await openChild(sanne, "Lotte");
    await press(sanne, "Ik maak me zorgen");
    await fill(sanne, { "Waar maak je je zorgen over?": "Lotte slaapt slecht." });
    await press(sanne, "Begin de route");
    await step(fatima, "Noor", "Strookje met ouders bespreken", { words: "Moeder herkent het." });
    await joke.goto("/vandaag");
    const section = joke.locator("section").filter({ has: joke.getByRole("heading", { name: "Dit kun jij deze week doen" }) });
    const text = await section.innerText();
    check(text.includes("Kom eens kijken op de groep Zeesterren"), `the route that began is not there: ${text}`);
    check(text.includes("Vraag hoe het gesprek over Noor ging"), `the talk is not there: ${text}`);
    check(!/Sanne|Fatima|Marijke|Anita/.test(text), `a worker is named: ${text}`);
    if (looks) await lookAt(joke, "berichten-week");
    const links = await section.getByRole("link").evaluateAll((all) => all.map((one) => one.href));
    check(links.length >= 2 && links.length <= 5, `${links.length} acts`);
    for (const link of links) {
      const answer = await joke.goto(link);
      check(answer.status() === 200, `${link} gave ${answer.status()}`);
    }
    await sanne.goto("/vandaag");
    await saysNot(sanne, "Dit kun jij deze week doen");
    noFaults(joke);
  });

  await story(`${engine}: in English the same screens say the same`, async () => {
    await joke.goto("/wat-wacht");
    await press(joke, "English", joke.locator("header"));
    await says(joke, "What is waiting");
    await joke.goto("/vandaag");
    await says(joke, "What you can do this week");
    await joke.goto("/berichten");
    await says(joke, "Do you want messages by mail?");
    await accessible(joke);
    noFaults(joke);
  });

  await browser.close();
  await server?.stop();
}
