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
