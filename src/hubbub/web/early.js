/** Before anything is painted: the theme that was chosen, and no join form for who comes back. */
(function () {
  var root = document.documentElement;
  var scope = "hubbub:" + location.pathname.replace(/[^/]*$/, "");
  var able = window.CSS && CSS.supports && CSS.supports("color", "light-dark(red, red)") && CSS.supports("selector(:has(a))");
  if (!able) root.dataset.old = "";
  try {
    var kept = JSON.parse(localStorage.getItem(scope + ":settings") || "{}");
    if (kept.theme && kept.theme !== "system") root.dataset.theme = kept.theme;
    if (kept.contrast && kept.contrast !== "system") root.dataset.contrast = kept.contrast;
    if (localStorage.getItem(scope + ":here")) root.dataset.returning = "";
  } catch (_) {
    return;
  }
})();
