// Ons stappenplan: read, changed on screen in each way, held back where it is wrong, agreed on, and the file compared line by line.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { check, engines, lookAt, noFaults, openBrowser, openPage, startServer, story } from "./lib.mjs";
import { choose, demoLogin, openChild, press, says, saysNot } from "./people.mjs";

const program = process.env.VLECHTWERK_PROGRAM ?? join(fileURLToPath(new URL(".", import.meta.url)), "../../build/dev/bin/vlechtwerk");

/** What the server answers to this page, with its session. */
function fetched(page, address) {
  return page.evaluate(async (at) => {
    const answer = await fetch(at);
    return { status: answer.status, name: answer.headers.get("content-disposition") ?? "", text: await answer.text() };
  }, address);
}

async function file(page, draft = false) {
  const answer = await fetched(page, `/ons-stappenplan/bestand${draft ? "?concept=1" : ""}`);
  check(answer.status === 200, `the file answered ${answer.status}`);
  check(answer.name.includes(".toml"), `the file has no name: ${answer.name}`);
  return answer.text;
}

/** The lines that went and came between the lines that both begin and end with. */
function touched(before, after) {
  const [a, b] = [before.split("\n"), after.split("\n")];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) ++head;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) ++tail;
  return { gone: a.slice(head, a.length - tail), come: b.slice(head, b.length - tail) };
}

function same(is, expected, about) {
  const [one, other] = [is, expected].map((value) => JSON.stringify(value, null, 1));
  check(one === other, `${about}:\n${one}\nnot\n${other}`);
}

/** Fails when the program has something against the file. */
function checked(server, text, name) {
  const path = join(server.directory, name);
  writeFileSync(path, text);
  execFileSync(program, ["stappenplan", "check", path], { stdio: ["ignore", "pipe", "pipe"] });
}

/** As if the program came with another text than the one that was stored when the organisation began. */
function ageStoredPlan(server) {
  const statement = "update plan_file set text = replace(text, 'Strookje invullen', 'Briefje van toen') where version = 2";
  if (server.database) {
    execFileSync("psql", ["-q", "-d", server.database, "-c", statement]);
  } else {
    const program = "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute(sys.argv[2]); db.commit()";
    execFileSync("python3", ["-c", program, join(server.data, "vlechtwerk.sqlite"), statement]);
  }
}

const group = (page, legend) => page.getByRole("group", { name: legend, exact: true });

for (const engine of engines) {
  const browser = await openBrowser();
  let server, marijke, sanne, before, draft;

  /** Changes one step on its page and gives the lines of the draft that are otherwise than before. */
  async function change(path, act) {
    const old = draft ?? before;
    await marijke.goto(`/ons-stappenplan/${path}`);
    await act();
    await press(marijke, "Bewaar in het concept");
    await says(marijke, "Dit is nog een concept");
    draft = await file(marijke, true);
    return touched(old, draft);
  }

  await story(`${engine}: everybody who works there reads the plan; only who changes it finds a way to`, async () => {
    server = await startServer({ engine });
    sanne = await openPage(browser, server);
    await demoLogin(sanne, "Sanne de Wit");
    await sanne.goto("/wie-doet-wat");
    await press(sanne, "Bekijk ons stappenplan");
    await says(sanne, "Ons stappenplan", "Strookje invullen", "In het verslag: regels 1259-1263");
    await says(sanne, "Voorstel, nog niet door jullie vastgesteld.");
    await saysNot(sanne, "Pas aan", "Dit is nog een concept");
    await lookAt(sanne, "ons-stappenplan");
    noFaults(sanne);
    marijke = await openPage(browser, server, { width: 1280 });
    await demoLogin(marijke, "Marijke Bos");
    await marijke.goto("/ons-stappenplan");
    await says(marijke, "Pas aan", "Kies jullie eigen woorden");
    before = await file(marijke);
    checked(server, before, "before.toml");
    check((await fetched(marijke, "/ons-stappenplan/tekening")).text.includes("<svg"), "there is no picture");
  });

  await story(`${engine}: saving what the plan says already makes no draft`, async () => {
    await marijke.goto("/ons-stappenplan/stap/evaluatie");
    await lookAt(marijke, "ons-stappenplan-stap");
    await press(marijke, "Bewaar in het concept");
    await saysNot(marijke, "Dit is nog een concept");
    await marijke.goto("/ons-stappenplan/woorden");
    await lookAt(marijke, "ons-stappenplan-woorden");
    await press(marijke, "Bewaar in het concept");
    await saysNot(marijke, "Dit is nog een concept");
    await marijke.goto("/ons-stappenplan/toestemmingen");
    await lookAt(marijke, "ons-stappenplan-toestemmingen");
    await press(marijke, "Bewaar in het concept");
    await saysNot(marijke, "Dit is nog een concept");
  });

  await story(`${engine}: own words for a step, a role, a meeting, a note and what is written down touch one line each`, async () => {
    let lines = await change("stap/strookje", async () => {
      await group(marijke, "Hoe heet deze stap?").getByLabel("In het Nederlands").fill("Blaadje invullen");
    });
    same(lines, { gone: ['title = { nl = "Strookje invullen", en = "Fill in a slip" }'],
      come: ['title = { nl = "Blaadje invullen", en = "Fill in a slip" }'] }, "the title");
    await says(marijke, "Anders: Blaadje invullen", "Dit was: Strookje invullen");
    lines = await change("woorden", async () => {
      await group(marijke, "Rol: Mentor van het kind").getByLabel("In het Nederlands").fill("Vaste begeleider");
    });
    same(lines.come, ['mentor = { nl = "Vaste begeleider", en = "Mentor of the child" }'], "the role");
    lines = await change("woorden", async () => {
      await group(marijke, "Overleg: Werkbespreking").getByLabel("In het Nederlands").fill("Groepsoverleg");
    });
    same(lines.come, ['title = { nl = "Groepsoverleg", en = "Team meeting" }'], "the meeting");
    lines = await change("woorden", async () => {
      await group(marijke, "Notitie: Strookje").getByLabel("In het Nederlands").fill("Blaadje");
    });
    same(lines, { gone: ['strookje = { nl = "Strookje", en = "Slip" }'], come: ['strookje = { nl = "Blaadje", en = "Slip" }'] },
      "the note");
    lines = await change("stap/strookje_bespreken", async () => {
      await group(marijke, "Wat schrijf je op? Reactie van ouders").getByLabel("In het Engels").fill("What parents say");
    });
    same(lines.come, ['records = [{ nl = "Reactie van ouders", en = "What parents say" }]'], "what is written down");
  });

  await story(`${engine}: a term, who, how often, the order, the own protocol and a confirmation touch one line each`, async () => {
    let lines = await change("stap/werkbespreking_strookjes", async () => {
      await group(marijke, "Binnen welke tijd?").getByLabel("Hoeveel?").fill("4");
    });
    same(lines, { gone: ['within = "P6W"'], come: ['within = "P4W"'] }, "the term");
    lines = await change("stap/gesprek_ouders", async () => {
      await group(marijke, "Wie mag erbij zijn?").getByLabel("Pedagoog", { exact: true }).check();
    });
    same(lines, { gone: [], come: ['may_join = ["pedagoog"]'] }, "who may join");
    lines = await change("stap/actieplan", async () => {
      await marijke.getByLabel("Wie is als eerste aan zet?").selectOption("pedagoog");
    });
    same(lines.come, ['by = ["pedagoog", "mentor", "pedagogisch_medewerker"]'], "who is first");
    lines = await change("stap/focus_op_kinderen", async () => {
      await choose(marijke, { "Hoe vaak kan deze stap?": "Zo vaak als nodig" });
    });
    same(lines, { gone: [], come: ["repeat = true"] }, "how often");
    lines = await change("stap/focus_op_kinderen", async () => {
      await marijke.locator("summary").filter({ hasText: "Na welke stappen komt dit?" }).click();
      const steps = group(marijke, "Na welke stappen komt dit? Alle moeten gedaan zijn.");
      await steps.getByLabel("Strookje met ouders bespreken", { exact: true }).check();
    });
    same(lines, { gone: ['after = ["gesprek_ouders"]'], come: ['after = ["gesprek_ouders", "strookje_bespreken"]'] }, "the order");
    lines = await change("stap/focus_op_kinderen", async () => {
      await marijke.getByLabel("Jullie eigen protocol").fill("Protocol signaleren, blz. 4");
    });
    same(lines.come, ['source = "regels 1275-1277; protocol: Protocol signaleren, blz. 4"'], "the protocol");
    await says(marijke, "Ons protocol: Protocol signaleren, blz. 4", "In het verslag: regels 1275-1277");
    lines = await change("stap/evaluatie", async () => {
      await marijke.getByLabel("Dit is geen voorstel meer. Wij stellen het vast.").check();
    });
    same(lines, { gone: ["assumed = true"], come: [] }, "the confirmation");
    lines = await change("afspraak/strookje_naar_ouders", async () => {
      await group(marijke, "Binnen welke tijd?").getByLabel("Hoeveel?").fill("3");
      await group(marijke, "Binnen welke tijd?").getByLabel("Waarvan?").selectOption("D");
    });
    same(lines, { gone: ['within = "P7D"'], come: ['within = "P3D"'] }, "the term of an agreement");
  });

  await story(`${engine}: what parents allow, and where they are asked, touch one line each and go back`, async () => {
    const needs = (act) => () => marijke.getByLabel("Waarvoor zeggen ouders eerst ja?").selectOption(act);
    const asks = (act) => async () => {
      await marijke.locator("summary").filter({ hasText: "Waarvoor vraag je hier toestemming?" }).click();
      await act(group(marijke, "Waarvoor vraag je hier toestemming?").getByLabel("De pedagoog kijkt mee naar uw kind", { exact: true }));
    };
    const act = (name) => marijke.locator("section").filter({ has: marijke.getByRole("heading", { name, exact: true }) });
    const words = (was, now) => () => act(was).getByLabel("In het Nederlands").fill(now);
    const old = draft;
    let lines = await change("stap/focus_op_kinderen", needs({ label: "De pedagoog kijkt mee naar uw kind" }));
    same(lines, { gone: [], come: ['toestemming = "observatie_pedagoog"'] }, "the permission");
    await says(marijke, "Alleen met toestemming van ouders: De pedagoog kijkt mee naar uw kind");
    lines = await change("stap/focus_op_kinderen", needs({ label: "Niet nodig" }));
    same(lines, { gone: ['toestemming = "observatie_pedagoog"'], come: [] }, "no permission");
    lines = await change("stap/strookje_bespreken", asks((box) => box.check()));
    same(lines, { gone: [], come: ['asks = ["observatie_pedagoog"]'] }, "where parents are asked");
    lines = await change("stap/strookje_bespreken", asks((box) => box.uncheck()));
    same(lines, { gone: ['asks = ["observatie_pedagoog"]'], come: [] }, "where parents are not asked");
    lines = await change("toestemmingen", words("De pedagoog kijkt mee naar uw kind", "De pedagoog kijkt mee met uw kind"));
    check(lines.gone.length === 1 && lines.come.length === 1 && lines.come[0].includes("mee met uw kind"), "the words for parents");
    await change("toestemmingen", words("De pedagoog kijkt mee met uw kind", "De pedagoog kijkt mee naar uw kind"));
    const terms = (who, period) => async () => {
      await act("De pedagoog kijkt mee naar uw kind").getByLabel(who).check();
      await act("De pedagoog kijkt mee naar uw kind").getByLabel("Hoeveel?").fill(period);
    };
    lines = await change("toestemmingen", terms("Eén ouder met gezag is genoeg", "30"));
    same(lines, { gone: [], come: ['needs = "one"', 'valid = "P30D"'] }, "whose yes, and how long");
    await says(marijke, "Erbij: Eén ouder met gezag is genoeg.", "Weg: Alle ouders met gezag moeten ja zeggen.");
    await change("toestemmingen", terms("Alle ouders met gezag", ""));
    same(draft, old, "the file");
  });

  await story(`${engine}: a step is switched off, listed, and comes back with the same lines`, async () => {
    const old = draft;
    const lines = await change("stap/dag_de_zee", async () => {
      await marijke.getByLabel("Zet dit uit. Het blijft in het bestand staan.").check();
    });
    check(lines.come.every((line) => line.startsWith("#- ")), `lines that are not switched off: ${lines.come}`);
    same(lines.come.map((line) => line.slice(3)), lines.gone, "what was switched off");
    await says(marijke, "Dit staat uit", "Een dag in observatiegroep De Zee");
    await press(marijke, "Zet weer aan");
    await saysNot(marijke, "Dit staat uit");
    draft = await file(marijke, true);
    same(draft, old, "the file");
  });

  await story(`${engine}: a wrong change is held back at its field, and what was typed stays`, async () => {
    await marijke.goto("/ons-stappenplan/stap/gesprek_ouders");
    await group(marijke, "Wie mag deze stap doen?").getByLabel("Vaste begeleider").uncheck();
    await group(marijke, "Hoe heet deze stap?").getByLabel("In het Nederlands").fill("Praten met ouders");
    await press(marijke, "Bewaar in het concept");
    const said = await group(marijke, "Wie mag deze stap doen?").innerText();
    check(/Niemand mag deze stap doen\. .* Het gaat om regel \d+ van het bestand\./.test(said), `the field says: ${said}`);
    await says(marijke, "Praten met ouders");
    await lookAt(marijke, "ons-stappenplan-fout");
    await marijke.goto("/ons-stappenplan/stap/gesprek_ouders");
    await marijke.getByLabel("Zet dit uit. Het blijft in het bestand staan.").check();
    await press(marijke, "Bewaar in het concept");
    await says(marijke, "Dit hoort nog bij:", "Verander dat eerst.");
    await marijke.goto("/ons-stappenplan/stap/strookje_bespreken");
    await group(marijke, "Binnen welke tijd?").getByLabel("Hoeveel?").fill("drie");
    await press(marijke, "Bewaar in het concept");
    check((await group(marijke, "Binnen welke tijd?").innerText()).includes("Schrijf hier een getal"), "the field says nothing");
    same(await file(marijke, true), draft, "the draft after changes that were held back");
  });

  await story(`${engine}: what it changes is read before it is agreed on, and a route keeps its version until it goes over`, async () => {
    await marijke.goto("/ons-stappenplan");
    await lookAt(marijke, "ons-stappenplan-concept");
    await press(marijke, "Kijk wat er verandert");
    await says(marijke, "Voor kinderen die nu een route hebben", "Bij 2 kinderen verandert iets.", "Dit was: Strookje invullen");
    await lookAt(marijke, "ons-stappenplan-gevolgen");
    same(await file(marijke), before, "the plan while there is a draft");
    await openChild(sanne, "Noor");
    await saysNot(sanne, "Er is een nieuwe versie van dit stappenplan.");
    await press(marijke, "Stel het plan vast");
    await says(marijke, "versie 3");
    await saysNot(marijke, "Dit is nog een concept");
    const after = await file(marijke);
    checked(server, after, "after.toml");
    same(after, draft.replace("\nversion = 2\n", "\nversion = 3\n"), "the file that was agreed on");
    const files = ["before.toml", "after.toml"].map((name) => join(server.directory, name));
    const out = execFileSync(program, ["stappenplan", "difference", ...files], { encoding: "utf8" });
    for (const sentence of ["Dit was: Strookje invullen", "Erbij: Binnen 4 weken.", "Erbij: Mag erbij zijn: Pedagoog."])
      check(out.includes(sentence), `the difference lacks "${sentence}":\n${out}`);
    await openChild(sanne, "Noor");
    await says(sanne, "Er is een nieuwe versie van dit stappenplan.");
    await press(sanne, "Bekijk wat er verandert");
    await press(sanne, "Ga over op de nieuwe versie");
    await saysNot(sanne, "Er is een nieuwe versie van dit stappenplan.");
  });

  await story(`${engine}: in English and without scripts the same pages work, and a draft is thrown away`, async () => {
    const els = await openPage(browser, server, { javaScript: false });
    await demoLogin(els, "Marijke Bos");
    await press(els, "English", els.locator("header"));
    await els.goto("/ons-stappenplan/stap/strookje");
    await group(els, "What is this step called?").getByLabel("In English").fill("Fill in a note");
    await press(els, "Save in the draft");
    await says(els, "This is still a draft", "Our step plan");
    await press(els, "Throw the draft away");
    await saysNot(els, "This is still a draft");
    await press(els, "Nederlands", els.locator("header"));
  });

  await story(`${engine}: a version that came with the program is offered until the organisation keeps its own`, async () => {
    await marijke.goto("/ons-stappenplan");
    await saysNot(marijke, "Er is een nieuwe versie van dit plan");
    await server.quit();
    ageStoredPlan(server);
    await server.restart();
    await sanne.goto("/ons-stappenplan");
    await saysNot(sanne, "Er is een nieuwe versie van dit plan");
    await marijke.goto("/ons-stappenplan");
    await says(marijke, "Er is een nieuwe versie van dit plan");
    await lookAt(marijke, "ons-stappenplan-aanbod");
    await press(marijke, "Maak er een concept van");
    await says(marijke, "Dit is nog een concept", "Dit was: Blaadje invullen");
    await press(marijke, "Gooi het concept weg");
    await saysNot(marijke, "Dit is nog een concept");
    await press(marijke, "Houd ons eigen plan");
    await saysNot(marijke, "Er is een nieuwe versie van dit plan");
    await says(marijke, "Blaadje invullen", "versie 3");
  });

  noFaults(marijke);
  await browser.close();
  await server.stop();
}
