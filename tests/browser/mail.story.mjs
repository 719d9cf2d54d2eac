// Mail: at most one a day, in the hours that a worker chose, without a name and without a word of what waits. Without a mail server
// everything else works, and nothing is connected to.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SMTPServer } from "smtp-server";
import { check, engines, lookAt, noFaults, openBrowser, openPage, skip, startServer, story, wholeGrid } from "./lib.mjs";
import { choose, demoLogin, fill, press, says, saysNot, typedTexts } from "./people.mjs";

const watch = ["python3", join(fileURLToPath(new URL(".", import.meta.url)), "../commands/no_connection.py")];
const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** A mail server that keeps what it gets: { port, mails, open(), close() }; a mail is { greeting, from, to, raw, text }. */
async function mailServer() {
  const mails = [];
  let server;
  const open = async (port = 0) => {
    server = new SMTPServer({
      disabledCommands: ["AUTH", "STARTTLS"],
      disableReverseLookup: true,
      onData(stream, session, done) {
        let raw = "";
        stream.setEncoding("latin1").on("data", (part) => (raw += part));
        stream.on("end", () => {
          const { mailFrom, rcptTo } = session.envelope;
          const text = unquoted(raw.slice(raw.indexOf("\r\n\r\n") + 4));
          mails.push({ greeting: session.hostNameAppearsAs, from: mailFrom.address, to: rcptTo.map((one) => one.address), raw, text });
          done();
        });
      },
    });
    await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
    return server.server.address().port;
  };
  const port = await open();
  return { port, mails, open: () => open(port), close: () => new Promise((resolve) => server.close(resolve)) };
}

/** A text that was quoted-printable. */
function unquoted(text) {
  const bytes = text.replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** What the clock on the wall says in the Netherlands: { day: "2026-03-09", hour: 13 }. */
function wallClock() {
  const parts = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Amsterdam", dateStyle: "short", timeStyle: "short" }).format();
  return { day: parts.slice(0, 10), hour: Number(parts.slice(11, 13)) };
}

/** A day on which no mail comes to anybody. */
function isHoliday(day) {
  const year = Number(day.slice(0, 4));
  const golden = year % 19, century = Math.floor(year / 100);
  const moon = (19 * golden + century - Math.floor(century / 4) - Math.floor((8 * century + 13) / 25) + 15) % 30;
  const full = moon - Math.floor(moon / 28) * (1 - Math.floor(29 / (moon + 1)) * Math.floor((21 - golden) / 11));
  const weekday = (year + Math.floor(year / 4) + full + 2 - century + Math.floor(century / 4)) % 7;
  const easter = Date.UTC(year, 2, 28 + full - weekday);
  const since = Math.round((Date.parse(day) - easter) / 86_400_000);
  const kingsDay = new Date(Date.UTC(year, 3, 27)).getUTCDay() === 0 ? "04-26" : "04-27";
  return ["01-01", kingsDay, "05-05", "12-25", "12-26"].includes(day.slice(5)) || [1, 39, 50].includes(since);
}

/** Says on Berichten that a mail may come to this address, on every day, in or out of the hour that it is now. */
async function askForMail(page, address, { now = true, language = "Nederlands" } = {}) {
  const morning = wallClock().hour < 12;
  // The hours around now reach far enough that they do not end while a story is told; those out of it lie beyond noon.
  const [from, until] = morning ? (now ? ["00:00", "14:00"] : ["14:00", "23:59"]) : now ? ["10:00", "23:59"] : ["00:00", "10:00"];
  await page.goto("/berichten");
  await choose(page, { "Wil je berichten per mail?": "Ja, mail mij", "In welke taal?": language });
  await fill(page, { "Je mailadres": address, "Vanaf hoe laat?": from, "Tot hoe laat?": until });
  for (const day of await page.locator("input[name=days]").all()) await day.check();
  await press(page, "Bewaar mijn keuze");
  await says(page, "Bewaard.");
}

/** Waits for something that a minute's round brings about. */
async function within75Seconds(condition, sentence) {
  for (let tries = 0; !condition(); ++tries) {
    check(tries < 300, sentence);
    await pause(0.25);
  }
}

const count = (text, part) => text.split(part).length - 1;

async function mailFor(browser, engine) {
  let server, mail, sanne, marijke;

  await story(`${engine}: with the mail server gone everything works, and the log says it once, without an address`, async () => {
    mail = await mailServer();
    await mail.close();
    const options = ["--smtp", `smtp://127.0.0.1:${mail.port}`, "--smtp-from", "vlechtwerk@duinrand.test"];
    server = await startServer({ engine, arguments: [...options, "--address", "https://vlechtwerk.duinrand.test/"] });
    [sanne, marijke] = [await openPage(browser, server), await openPage(browser, server)];
    await demoLogin(sanne, "Sanne de Wit");
    await demoLogin(marijke, "Marijke Bos");
    await askForMail(sanne, "sanne@duinrand.test");
    await saysNot(sanne, "Hier is nog geen mailserver.");
    await lookAt(sanne, "berichten");
    await server.quit();
    await server.restart();
    await within75Seconds(() => server.log().includes("no mails go out: mail.unreachable"), "the log does not say that no mails go out");
    for (const place of ["/vandaag", "/kinderen", "/berichten", "/wat-wacht"]) {
      const answer = await sanne.goto(place);
      check(answer.status() === 200, `${place} gave ${answer.status()} with the mail server gone`);
    }
    if (wholeGrid) {
      await askForMail(sanne, "sanne@duinrand.test"); // so that the next minute tries again
      await pause(65);
    }
  });

  await story(`${engine}: when it is there again one mail comes, without a name and without a word of what waits`, async () => {
    await mail.open();
    await askForMail(sanne, "sanne@duinrand.test");
    await within75Seconds(() => server.log().includes("mails go out again"), "no mail went out");
    check(mail.mails.length === 1, `${mail.mails.length} mails came`);
    const [one] = mail.mails;
    check(one.to.join() === "sanne@duinrand.test" && one.from === "vlechtwerk@duinrand.test", `from ${one.from} to ${one.to}`);
    check(one.greeting === "duinrand.test", `the mail server was greeted by ${one.greeting}`);
    check(one.raw.includes("\r\nSubject: Er wacht iets op je\r\n"), one.raw);
    check(one.raw.includes("\r\nAuto-Submitted: auto-generated\r\n"), one.raw);
    check(/Er wacht een vraag op je\.|Er wachten \d+ vragen op je\./.test(one.text), one.text);
    for (const place of ["/vandaag", "/berichten"])
      check(one.text.includes(`https://vlechtwerk.duinrand.test${place}`), `${place} does not stand in: ${one.text}`);

    await sanne.goto("/kinderen");
    const children = await sanne.locator("main a[href^='/kind/']").allInnerTexts();
    check(children.length > 3, `only ${children.length} children were found`);
    const names = [...children.flatMap((name) => name.split(/\s+/)), "Sanne", "Marijke", "Zeesterren", "Den Helder", "Parlan"];
    const words = one.raw.replace("To: <sanne@duinrand.test>", "") + one.text;
    for (const name of names) check(!words.includes(name) || name.length < 3, `the mail holds ${name}:\n${words}`);
    check(count(server.log(), "no mails go out") === 1, `it was told more than once:\n${server.log()}`);
    check(!server.log().includes("@"), `the log holds an address:\n${server.log()}`);
  });

  await story(`${engine}: no mail comes outside the hours that she chose, one in her language within them, and no second one`, async () => {
    const question = "Hoe blijf ik rustig als een kind bijt?";
    await sanne.goto("/vraag");
    await fill(sanne, { "Wat is je vraag?": question });
    await press(sanne, "Stel je vraag");
    await askForMail(marijke, "marijke@duinrand.test", { now: false, language: "Engels" });
    await server.quit();
    await server.restart();
    await pause(3); // the first round begins with the server
    check(mail.mails.length === 1, "a mail came outside her hours, or a second one on a day");
    await askForMail(marijke, "marijke@duinrand.test", { language: "Engels" });
    await server.quit();
    await server.restart();
    await within75Seconds(() => mail.mails.length > 1, "no mail came in her hours");
    await pause(1);
    check(mail.mails.length === 2, `${mail.mails.length} mails came`);
    const { to, raw, text } = mail.mails[1];
    check(to.join() === "marijke@duinrand.test", `the mail went to ${to}`);
    check(/question/.test(text) && !/vraag|wacht/i.test(text.replace(/https:\S+/g, "")), text);
    for (const typed of typedTexts)
      check(typed.length < 6 || to.includes(typed) || !(raw + text).includes(typed), `the mail holds ${typed}`);
    noFaults(sanne);
    noFaults(marijke);
  });

  await server?.stop();
  await mail?.close();
}

const browser = await openBrowser();
for (const engine of engines) {
  if (isHoliday(wallClock().day)) skip(`${engine}: the mails`, "none comes on a public holiday");
  else await mailFor(browser, engine);
}

await story("without a mail server a setting is kept, what waits stands on the screen, and nothing is connected to", async () => {
  const server = await startServer({ under: watch });
  const sanne = await openPage(browser, server);
  await demoLogin(sanne, "Sanne de Wit");
  await sanne.goto("/berichten");
  await says(sanne, "Hier is nog geen mailserver.");
  await askForMail(sanne, "sanne@duinrand.test");
  await sanne.goto("/vandaag");
  await says(sanne, "op je");
  await sanne.goto("/wat-wacht");
  await says(sanne, "Wat er wacht");
  await server.quit();
  await server.restart();
  await pause(3);
  const answer = await sanne.goto("/berichten");
  check(answer.status() === 200, `the server gave ${answer.status()}`);
  await says(sanne, "Hier is nog geen mailserver.");
  noFaults(sanne);
  await server.stop();
});
await browser.close();
