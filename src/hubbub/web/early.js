/** Before anything is painted: the theme that was chosen, no join form for who comes back, and Enter in it waits for the script; that is missed aloud. */
(function () {
  var root = document.documentElement;
  var scope = "hubbub:" + location.pathname.replace(/[^/]*$/, "");
  var able = window.CSS && CSS.supports && CSS.supports("color", "light-dark(red, red)") && CSS.supports("selector(:has(a))");
  if (!able) root.dataset.old = "";
  document.addEventListener("submit", function (event) {
    event.preventDefault(); // the name is for the chat, not for the address
    root.dataset.entered = "";
  });
  function miss() {
    if (!able || !document.querySelector(".early")) return;
    root.dataset.missing = "";
    delete root.dataset.returning;
  }
  addEventListener("error", function (event) {
    if (event.target === window || event.target instanceof HTMLScriptElement) miss(); // one that did not come, or broke
  }, true);
  setTimeout(miss, 15000);
  document.addEventListener("click", function (event) {
    if (event.target === document.getElementById("anew")) location.reload();
  });
  try {
    var kept = JSON.parse(localStorage.getItem(scope + ":settings") || "{}");
    if (kept.theme && kept.theme !== "system") root.dataset.theme = kept.theme;
    if (kept.contrast && kept.contrast !== "system") root.dataset.contrast = kept.contrast;
    if (localStorage.getItem(scope + ":here")) root.dataset.returning = "";
  } catch (_) {
    return;
  }
})();
