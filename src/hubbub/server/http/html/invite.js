// Puts the code of the invitation, which only the browser knows, into the lines to type.
"use strict";

const secret = location.hash.slice(1);
const code = secret.split(".")[0].toUpperCase();

if (/^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$/.test(code)) {
  for (const element of document.querySelectorAll("[data-line]")) {
    element.textContent = element.dataset.line.replaceAll("CODE", code).replaceAll("LINK", location.href);
  }
  document.getElementById("missing").hidden = true;
  document.getElementById("found").hidden = false;
}
window.addEventListener("hashchange", () => location.reload());
