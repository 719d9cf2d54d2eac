// Small help on top of pages that work without it. Nothing a person types is kept in the browser.

// One press is one save: the second press of a form that is on its way is stopped, and the button says so to a screen reader.
// The server would recognise the second copy by its id; this spares the person the wait.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
});

// After "back" the browser shows the page as it was left; its forms may be sent again.
addEventListener("pageshow", () => {
  for (const form of document.forms) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  }
});

// A page that answers a sent form with mistakes puts the person at the summary, so that it is read first.
document.querySelector("[data-focus]")?.focus();

// Printing is a button only where a script can print.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// "Ongedaan maken" stays for the seconds that the server gave, then goes, so that no one presses it in vain.
for (const bar of document.querySelectorAll("[data-seconds]")) {
  setTimeout(() => bar.remove(), Number(bar.dataset.seconds) * 1000);
}

// A photo of a telephone is made small before it is sent: its middle, upright. Where and when it was taken does not leave the device.
// What this browser cannot read goes as it is, and the server says what is wrong with it.
for (const form of document.querySelectorAll("[data-photo]")) {
  const side = Number(form.dataset.photo);
  const input = form.querySelector("[type=file]");
  const button = form.querySelector("[type=submit]");
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (!file) return;
    button.disabled = true;
    try {
      const photo = await createImageBitmap(file);
      const part = Math.min(photo.width, photo.height);
      const canvas = Object.assign(document.createElement("canvas"), { width: side, height: side });
      canvas.getContext("2d").drawImage(photo, (photo.width - part) / 2, (photo.height - part) / 2, part, part, 0, 0, side, side);
      const small = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.9));
      const chosen = new DataTransfer();
      chosen.items.add(new File([small], "foto.jpg", { type: "image/jpeg" }));
      if (input.files[0] === file) input.files = chosen.files;
    } catch {
      // as it is
    } finally {
      button.disabled = false;
    }
  });
}
