// A small picture of oneself: she puts it there, a colleague sees it beside her name, and she takes it away.
import { accessible, check, engines, lookAt, noFaults, openBrowser, openPage, startServer, story } from "./lib.mjs";
import { demoLogin, onward, press, says } from "./people.mjs";

/** A photo as a telephone makes it: large, and of noise, so that it does not become small by itself. */
async function photo(page, { width, height, noise = false }) {
  const bytes = await page.evaluate(
    async ([across, down, noisy]) => {
      const canvas = Object.assign(document.createElement("canvas"), { width: across, height: down });
      const draw = canvas.getContext("2d");
      draw.fillStyle = "#7a9";
      draw.fillRect(0, 0, across, down);
      if (noisy) {
        const points = draw.getImageData(0, 0, across, down);
        for (let i = 0, n = 1; i < points.data.length; i += 1) points.data[i] = i % 4 === 3 ? 255 : (n = (n * 48271) % 2147483647) & 255;
        draw.putImageData(points, 0, 0);
      }
      draw.fillStyle = "#fdc";
      draw.beginPath();
      draw.arc(across / 2, down / 2, down / 3, 0, 7);
      draw.fill();
      const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", noisy ? 1 : 0.8));
      return new Promise((done) => {
        const reader = new FileReader();
        reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
        reader.readAsDataURL(blob);
      });
    },
    [width, height, noise],
  );
  return { name: "ik.jpg", mimeType: "image/jpeg", buffer: Buffer.from(bytes, "base64") };
}
const pictures = (page) => page.locator("main img[src^='/gezicht/']");
const isDrawn = (page) => pictures(page).first().evaluate((image) => image.complete && image.naturalWidth === 192);
const askedWho = "/bij-wie?vraag=mijn_handelen";

for (const engine of engines) {
  const looks = engine === "sqlite";
  const browser = await openBrowser();
  let server, marijke, sanne;

  await story(`${engine}: she puts a photo of a telephone there, and a colleague who asks whom to go to sees who that is`, async () => {
    server = await startServer({ engine });
    [marijke, sanne] = await Promise.all([openPage(browser, server), openPage(browser, server)]);
    await demoLogin(marijke, "Marijke Bos");
    await demoLogin(sanne, "Sanne de Wit");
    await sanne.goto(askedWho);
    check((await pictures(sanne).count()) === 0, "a picture that nobody put there");
    await press(marijke, "Mijn foto");
    await says(marijke, "Je hebt nog geen foto.");
    if (looks) await lookAt(marijke, "foto-zonder");
    const large = await photo(marijke, { width: 1800, height: 1400, noise: true });
    check(large.buffer.length > 4_000_000, `only ${large.buffer.length} bytes`);
    await marijke.getByLabel("Kies een foto").setInputFiles(large);
    await press(marijke, "Bewaar mijn foto");
    await says(marijke, "Bewaard.", "Zo zien collega's je.");
    check(await isDrawn(marijke), "her picture is not drawn");
    await accessible(marijke);
    if (looks) await lookAt(marijke, "foto-met");
    await sanne.goto(askedWho);
    check(await isDrawn(sanne), "a colleague does not see it");
    check((await pictures(sanne).first().getAttribute("alt")) === "", "her name is read twice");
    await accessible(sanne);
    if (looks) await lookAt(sanne, "foto-bij-wie");
    await sanne.goto("/wie-doet-wat");
    check((await pictures(sanne).count()) > 0, "the sheet of who does what has no face");
    noFaults(marijke);
    noFaults(sanne);
  });

  await story(`${engine}: what is no photo gets a sentence, and the one that was there stays`, async () => {
    await marijke.goto("/mijn-foto");
    await marijke.getByLabel("Kies een foto").setInputFiles({ name: "ik.jpg", mimeType: "image/jpeg", buffer: Buffer.from("geen foto") });
    await press(marijke, "Bewaar mijn foto");
    await says(marijke, "Dit bestand is geen JPEG-foto.", "Er is niets veranderd.");
    await accessible(marijke);
    if (looks) await lookAt(marijke, "foto-fout");
    check(await isDrawn(marijke), "the picture that was there is gone");
  });

  await story(`${engine}: without a script a small photo is taken, and one that is too large gets a sentence`, async () => {
    const plain = await openPage(browser, server, { javaScript: false });
    await demoLogin(plain, "Joke Visser");
    const large = await photo(sanne, { width: 1800, height: 1400, noise: true });
    const small = await photo(sanne, { width: 900, height: 600 });
    await plain.goto("/mijn-foto");
    await plain.getByLabel("Kies een foto").setInputFiles(large);
    await onward(plain, () => plain.getByRole("button", { name: "Bewaar mijn foto" }).click());
    await says(plain, "Dit is te groot", "kies een kleiner bestand");
    await plain.goto("/mijn-foto");
    await plain.getByLabel("Kies een foto").setInputFiles(small);
    await press(plain, "Bewaar mijn foto");
    await says(plain, "Bewaard.");
    check(await isDrawn(plain), "her picture is not drawn");
  });

  await story(`${engine}: she takes it away, and it is gone`, async () => {
    await sanne.goto(askedWho);
    const address = await pictures(sanne).first().getAttribute("src");
    await marijke.goto("/mijn-foto");
    await press(marijke, "Haal mijn foto weg");
    await says(marijke, "Je foto is weg.", "Je hebt nog geen foto.");
    await sanne.goto(askedWho);
    check((await pictures(sanne).count()) === 0, "it still stands there");
    const status = await sanne.evaluate(async (place) => (await fetch(place, { cache: "no-store" })).status, address);
    check(status === 404, `its address still answers: ${status}`);
    noFaults(marijke);
    noFaults(sanne);
  });

  await browser.close();
  await server?.stop();
}
