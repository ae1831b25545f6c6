// Leads from two chosen States to their page.
(() => {
  "use strict";
  const form = document.getElementById("pick");
  if (!form) return;
  const pairs = new Set(form.dataset.pairs.split(" ")), says = document.getElementById("pick-says");
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const pair = [document.getElementById("pick-one").value, document.getElementById("pick-other").value].sort().join("-");
    if (pairs.has(pair)) location.href = form.dataset.folder + pair + ".html";
    else says.textContent = form.dataset.none;
  });
})();
