// The ten plans of the reports, each walked in the browser as its own steps say: it goes well, parents say no, it was not enough. Which
// step comes next is read from the plan, and after every step the page must say of every step what `stappenplan replay` says.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { accessible, check, engines, lookAt, noFaults, openBrowser, openPage, startServer, story, wholeGrid } from "./lib.mjs";
import {
  addChild, addOrganisation, addPerson, administrator, childId, fill, firstLogin, initOptions, openChild, people, press, says, stepsOfRoute,
} from "./people.mjs";

const folder = fileURLToPath(new URL("../../stappenplannen/", import.meta.url));
const names = ["van-veldhuizen-stichting", "kindercentrum-prinses-amalia", "kinderdam-plusgroep", "kinderdam-reguliere-groep",
  "ska-amersfoort", "partou-amsterdam", "kinderopvang-den-helder", "speelwerk-kinderopvang", "speelwerk-peuterspeelzaal", "b4kids-leiden"];
/** Of these three every width is looked at, in both languages. */
const drawn = new Set(["van-veldhuizen-stichting", "ska-amersfoort", "speelwerk-peuterspeelzaal"]);
const today = new Date().toLocaleDateString("sv-SE", { timeZone: "Europe/Amsterdam" });

/** The plan as data: what its file says. */
function readPlan(name) {
  const file = join(folder, `${name}.toml`);
  const toJson = "import json, sys, tomllib; print(json.dumps(tomllib.load(open(sys.argv[1], 'rb'))))";
  const plan = JSON.parse(execFileSync("python3", ["-c", toJson, file], { encoding: "utf8" }));
  return { ...plan, file, byId: new Map(plan.step.map((step) => [step.id, step])) };
}

const dutch = (text) => (typeof text === "string" ? text : text.nl);
/** After what a step comes: by itself, by its stage, or since an agreement asks it then. */
const partsOf = (plan, step) => [...(step.after ?? []), ...(step.after_any ?? []),
  ...(plan.stage.find((stage) => stage.id === step.stage)?.after ?? []),
  ...(plan.rule ?? []).map((one) => one.rule.match(/^response\((.*), (.*)\)$/)).filter((found) => found?.[2] === step.id)
    .map((found) => found[1])];
const leadsOn = (plan, step, outcome) => plan.step.some((one) => partsOf(plan, one).includes(`${step.id}:${outcome}`));
/** Looking back: the step whose first outcome ends the worry and of which another makes the route go on. */
const isEvaluation = (step) => step.required && step.outcomes && ["genoeg", "beter"].some((good) => good in step.outcomes);
const words = { done: "gedaan", waived: "overgeslagen", enabled: "kan nu", excluded: "niet nodig", unavailable: "later" };

/** One route of one child: what was done on the page, told to the program beside it. */
class Walk {
  constructor(server, plan, page, name) {
    Object.assign(this, { server, plan, page, name, events: [], seconds: 0, times: new Map() });
    this.tell({ kind: "child.registered", gezagdrager: ["p1", "p2"], born: "2023-05-01", group_type: "regular" });
  }

  tell(event) {
    const at = new Date(Date.parse(`${today}T00:00:00Z`) + 1000 * ++this.seconds).toISOString().slice(11, 19);
    this.events.push({ id: `e${this.seconds}`, at: `${today}T${at}+01:00`, ...event });
  }

  /** Where the route stands, by the engine alone and the file of the plan. */
  state(plan = this.plan) {
    const journal = join(this.server.directory, "journal.jsonl");
    writeFileSync(journal, this.events.map((event) => JSON.stringify(event)).join("\n") + "\n");
    const program = process.env.VLECHTWERK_PROGRAM ?? fileURLToPath(new URL("../../build/dev/bin/vlechtwerk", import.meta.url));
    const text = execFileSync(program, ["stappenplan", "replay", plan.file, "--journal", journal, "--today", today], { encoding: "utf8" });
    return JSON.parse(text);
  }

  /** The page lists every step of the plan, in its order, as the engine has it; and nothing else. */
  async compare(state = this.state(), plan = this.plan) {
    const shown = await stepsOfRoute(this.page, this.address);
    const expected = state.steps.map(({ id, state: now }) => ({
      id,
      title: dutch(plan.byId.get(id).title),
      state: now === "unavailable" && this.times.has(id) ? "gedaan, kan later weer" : words[now],
    }));
    for (const [index, step] of expected.entries()) {
      const there = JSON.stringify(shown[index]);
      check(there === JSON.stringify(step), `${this.plan.id}, ${this.name}: the plan says ${JSON.stringify(step)}, the page ${there}`);
    }
    check(shown.length === expected.length, `${this.plan.id}: ${shown.length} steps on the page, ${expected.length} in the plan`);
    return state;
  }

  async begin() {
    await openChild(this.page, this.name);
    await press(this.page, "Ik maak me zorgen");
    await fill(this.page, { "Waar maak je je zorgen over?": `Wij letten op ${this.name}.` });
    await press(this.page, "Begin de route");
    this.tell({ kind: "route.opened" });
    this.address = `/kind/${childId(this.page)}`;
    return this.compare();
  }

  /** What both parents say to all that the step asks. */
  async answer(step, says_) {
    for (const [index, word] of says_.entries()) {
      for (const act of step.asks ?? []) {
        const asked = dutch(this.plan.acts[act].text ?? this.plan.acts[act]);
        const group = this.page.getByRole("group", { name: `Ouder ${index + 1} ${this.name}: ${asked}` });
        await group.getByLabel(word === "given" ? "Zegt ja" : "Zegt nee", { exact: true }).check();
      }
    }
  }

  async do(id, { outcome, parents = ["given", "given"] } = {}) {
    const step = this.plan.byId.get(id);
    await this.page.goto(`${this.address}/stap/${id}`);
    await says(this.page, dutch(step.title));
    await this.answer(step, parents);
    if (outcome) await this.page.locator(`[name=outcome][value=${outcome}]`).check();
    await press(this.page, "Bewaar deze stap");
    await says(this.page, "Bewaard.");
    this.tell({ kind: "step.done", step: id, by: step.by[0], actor: "w1", ...(outcome ? { outcome } : {}) });
    for (const [index, word] of parents.entries()) {
      for (const act of step.asks ?? []) this.tell({ kind: `toestemming.${word}`, act, gezagdrager: `p${index + 1}` });
    }
    this.times.set(id, (this.times.get(id) ?? 0) + 1);
    return this.compare();
  }

  /** The outcome that makes the route go on; of looking back the one that is wanted. */
  outcomeOf(step, enough) {
    const all = Object.keys(step.outcomes ?? {});
    if (isEvaluation(step)) return enough ? all[0] : all.find((one) => leadsOn(this.plan, step, one)) ?? all[0];
    return all.find((one) => leadsOn(this.plan, step, one)) ?? all[0];
  }

  /** The first step that can be done now and was not done yet; what a plan wants of the mentor or a colleague comes before the rest. */
  next(state, wanted) {
    const open = state.steps.filter((one) => one.state === "enabled").map((one) => this.plan.byId.get(one.id));
    const owed = new Set(state.obligations.map((one) => one.step));
    const fresh = open.filter((step) => !this.times.has(step.id) && !step.discretionary);
    return fresh.find(wanted) ?? fresh.find((step) => owed.has(step.id)) ?? fresh[0];
  }

  /** Goes on until `wanted` has been done; gives the state then. */
  async until(state, wanted, choice = {}) {
    for (let steps = 0; steps < 25; ++steps) {
      const step = this.next(state, wanted);
      check(step, `${this.plan.id}, ${this.name}: nothing is left to do, and what the story is about was never possible`);
      const last = wanted(step);
      const outcome = this.outcomeOf(step, choice.enough ?? true);
      state = await this.do(step.id, { outcome, parents: last ? choice.parents : undefined });
      if (last) return { state, step };
    }
    throw new Error(`${this.plan.id}, ${this.name}: no end after 25 steps`);
  }
}

/**
 * It goes well: until looking back says that it was enough. Then the route is finished, and the page says until when its texts are
 * kept.
 */
async function goesWell(walk) {
  await walk.until(await walk.begin(), isEvaluation);
  const { page } = walk;
  await press(page, "Rond de route af");
  await says(page, "Hoe lang bewaren we dit?");
  await page.locator("[name=outcome][value=opgelost]").check();
  if (await page.locator("[name=despite]").count()) await page.locator("[name=despite]").check();
  await press(page, "Rond de route af");
  await says(page, "De route is klaar");
  await page.getByText(`Meer over ${walk.name}`).click();
  await says(page, "we bewaren dit tot");
}

/** One parent says no: what goes on as usual stands first, and what needed the yes says who said no. */
async function parentsRefuse(walk) {
  const { plan, page } = walk;
  const refusal = plan.refusal[0];
  const asks = (step) => (step.asks ?? []).includes(refusal.act);
  const { state } = await walk.until(await walk.begin(), asks, { parents: ["given", "refused"] });
  const goOn = state.steps.filter((one) => refusal.then.includes(one.id) && one.state === "enabled").map((one) => plan.byId.get(one.id));
  check(goOn.length > 0, `${plan.id}: after a no nothing goes on`);
  const usual = await page.locator(".vlecht-goes-on").innerText();
  for (const step of goOn.slice(0, 2)) {
    check(usual.includes(dutch(step.title)), `${plan.id}: "${dutch(step.title)}" does not go on:\n${usual}`);
  }
  const first = await page.locator(".vlecht-step__name").first().innerText();
  check(goOn.some((step) => first.includes(dutch(step.title))), `${plan.id}: "${first}" stands before what goes on as usual`);
  if (drawn.has(plan.id)) await lookAt(page, `nee-${plan.id}`);
  for (const step of plan.step.filter((one) => one.toestemming === refusal.act)) {
    await page.goto(`${walk.address}/stap/${step.id}`);
    await says(page, "zei nee tegen", "Leg vast wat ouders zeggen");
  }
  await walk.do(goOn[0].id);
}

/** Looking back says that it was not enough: the page says so, and the steps that the plan has for it come. */
async function notEnough(walk) {
  const { plan, page } = walk;
  const { state, step } = await walk.until(await walk.begin(), isEvaluation, { enough: false });
  const outcome = walk.outcomeOf(step, false);
  const cause = `${step.id}:${outcome}`;
  const then = state.steps.filter((one) => one.state === "enabled" && partsOf(plan, plan.byId.get(one.id)).includes(cause));
  check(then.length > 0, `${plan.id}: after "${outcome}" nothing comes`);
  await says(page, `${dutch(step.title)}: ${dutch(step.outcomes[outcome])}. Daarom komt nu dit.`);
  const usual = then.find((one) => !plan.byId.get(one.id).discretionary) ?? then[0];
  await walk.do(usual.id, { outcome: walk.outcomeOf(plan.byId.get(usual.id), true) });
}

const paths = { "it goes well": goesWell, "parents say no": parentsRefuse, "it was not enough": notEnough };
const plans = names.map(readPlan);
const browser = await openBrowser();
let server, admin, page, worker;
let children = 0;

/** From now on the house follows this plan; and a child of its own for the story. */
async function newChild(plan) {
  await admin.goto("/inrichten/stappenplan");
  await admin.getByLabel("Welk stappenplan volgt deze organisatie?").selectOption({ label: dutch(plan.title) });
  await admin.getByLabel("Bij welke organisatie?").selectOption({ label: "Kinderopvang Duinrand" });
  await press(admin, "Kies stappenplan");
  const first = `Kind${String.fromCharCode(65 + Math.floor(++children / 26))}${String.fromCharCode(97 + (children % 26))}`;
  await addChild(admin, {
    first, last: "Duinstra", born: "2023-05-17", group: "Scholeksters, De Vuurtoren", mentor: worker,
    parents: [{ name: `Ouder 1 ${first}`, relation: "moeder" }, { name: `Ouder 2 ${first}`, relation: "vader" }],
  });
  return first;
}

for (const engine of engines) {
  await story(`${engine}: an empty store becomes a house with a location, a group and a mentor`, async () => {
    server = await startServer({ demo: false, engine, init: initOptions });
    worker = { ...people().worker };
    administrator.code = server.initOutput.match(/: (\S+)$/m)[1];
    admin = await openPage(browser, server, { width: 1280 });
    await firstLogin(admin, administrator, { lands: "/inrichten" });
    await addOrganisation(admin, "Kinderopvang Duinrand", "kinderopvang", dutch(plans[0].title));
    await press(admin, "Bewaar organisatie");
    await admin.goto("/inrichten/locatie");
    await admin.getByLabel("Bij welke organisatie?").selectOption({ label: "Kinderopvang Duinrand" });
    await fill(admin, { "Naam van de locatie": "De Vuurtoren" });
    await press(admin, "Bewaar locatie");
    await admin.goto("/inrichten/groep");
    await fill(admin, { "Naam van de groep": "Scholeksters" });
    await press(admin, "Bewaar groep");
    await addPerson(admin, worker);
    page = await openPage(browser, server, { width: 820 });
    await firstLogin(page, worker);
  });

  for (const [index, plan] of plans.entries()) {
    // In ./test --long every plan goes all three ways on each engine; otherwise every way on one of them.
    const onPostgresql = index % 2 ? parentsRefuse : notEnough;
    const here = (tell) => wholeGrid || engines.length === 1 || (tell === onPostgresql) === (engine === "postgresql");
    for (const [title, tell] of Object.entries(paths).filter(([, one]) => here(one))) {
      await story(`${engine}: ${plan.id}: ${title}`, async () => {
        const walk = new Walk(server, plan, page, await newChild(plan));
        await tell(walk);
        noFaults(page);
        // What the story came to is looked at where it stands still: the route of which parents said no.
        if (tell !== parentsRefuse) return;
        await page.goto(`${walk.address}/route`);
        const picture = page.locator("img.vlecht-route-picture");
        await picture.scrollIntoViewIfNeeded();
        await page.waitForFunction(() => document.querySelector("img.vlecht-route-picture").naturalWidth > 0);
        const svg = await page.evaluate(async (picture) => (await fetch(picture)).text(), `${walk.address}/plaatje`);
        for (const step of plan.step) check(svg.includes(`id="stap-${step.id}"`), `${plan.id}: the picture lacks ${step.id}`);
        check((svg.match(/stap--here/g) ?? []).length === 1, `${plan.id}: "you are here" stands in more or less than one place`);
        if (!wholeGrid && !drawn.has(plan.id)) return accessible(page);
        await lookAt(page, `route-${plan.id}-nl`);
        await press(page, "English", page.locator("header"));
        await page.goto(`${walk.address}/route`);
        await lookAt(page, `route-${plan.id}-en`);
        await press(page, "Nederlands", page.locator("header"));
      });
    }
  }

  await story(`${engine}: a walk with the file of another plan fails`, async () => {
    const [one, other] = [plans[0], plans[2]];
    const walk = new Walk(server, one, page, await newChild(one));
    await walk.begin();
    const swapped = await walk.compare(walk.state(other), other).then(() => "", (error) => error.message);
    check(swapped.includes("the plan says"), "the pages of one plan pass for those of another");
  });
  await server?.stop();
}

await browser.close();
