// Searches the index that stands in window.register; nothing that is typed leaves the page.
(() => {
  "use strict";
  const data = window.register, form = document.getElementById("search");
  if (!data || !form) return;
  const box = document.getElementById("q"), list = document.getElementById("results");
  const status = document.getElementById("found"), all = document.getElementById("everything"), most = 40;
  const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const rows = data.rows.map(([kind, title, path, text]) => ({ kind, title, path, text, head: plain(title), body: plain(title + " " + text) }));
  const states = rows.filter((row) => row.kind === "state"), asks = new Map(rows.filter((row) => row.kind === "question").map((row) => [row.path.slice(10), row]));
  const books = rows.filter((row) => row.kind === "agreement" && data.books[row.path.slice(11)]);
  const pairs = new Set(data.pairs), rank = { pair: 0, agreement: 1, state: 2, rulebook: 3, question: 4, page: 5, statement: 5, event: 6 };

  function find(query) {
    const words = plain(query).split(/[\s,;、。]+/).filter(Boolean), found = [];
    if (!words.length) return found;
    const named = states.filter((row) => words.some((word) => row.head === word || (word.length > 3 && row.head.startsWith(word)) || (plain(query).includes(row.head))));
    for (const one of named) for (const other of named) {
      const pair = one.path.slice(7) + "-" + other.path.slice(7);
      if (pairs.has(pair)) found.push({ kind: "pair", title: data.says.and.replace("%1", one.title).replace("%2", other.title), path: "pairs/" + pair, text: "", score: 100 });
    }
    for (const row of rows) if (words.every((word) => row.body.includes(word))) {
      const score = words.reduce((sum, word) => sum + (row.head.startsWith(word) ? 4 : row.head.includes(word) ? 3 : 1), 0);
      found.push({ ...row, score: score - rank[row.kind] / 10 });
    }
    if (words.length > 1) for (const book of books) {
      const left = words.filter((word) => !book.body.includes(word));
      if (!left.length || left.length === words.length) continue;
      for (const k of data.books[book.path.slice(11)]) {
        const ask = asks.get(data.questions[k]);
        if (left.every((word) => ask.body.includes(word))) found.push({ kind: "rulebook", title: book.title + ": " + ask.title, path: book.path + "/rulebook#" + data.questions[k], text: "", score: 3 });
      }
    }
    return found.sort((a, b) => b.score - a.score || rank[a.kind] - rank[b.kind]);
  }

  function show() {
    const query = box.value.trim(), found = query ? find(query) : [];
    all.hidden = found.length > 0;
    status.textContent = !query ? "" : !found.length ? data.says.none : found.length === 1 ? data.says.one : data.says.many.replace("%n", found.length);
    list.replaceChildren(...found.slice(0, most).map((row) => {
      const item = document.createElement("li"), link = document.createElement("a"), kind = document.createElement("span");
      const [path, anchor] = row.path.split("#");
      link.href = path + ".html" + (anchor ? "#" + encodeURIComponent(anchor) : "");
      link.textContent = row.title;
      kind.className = "soft";
      kind.textContent = " " + data.kinds[row.kind];
      item.append(link, kind);
      if (row.kind === "event" || row.kind === "statement") {
        const text = document.createElement("p");
        text.textContent = row.text.slice(0, 220);
        item.append(text);
      }
      return item;
    }));
    if (found.length > most) status.textContent += " · " + data.says.more.replace("%n", found.length - most);
    const address = new URL(location.href);
    query ? address.searchParams.set("q", query) : address.searchParams.delete("q");
    try { history.replaceState(null, "", address); } catch (error) { /* a page from a disk has no history to write */ }
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => { event.preventDefault(); show(); list.querySelector("a")?.focus(); });
  box.addEventListener("input", show);
  const mine = new URLSearchParams(location.search).get("q");
  if (mine) { box.value = mine; show(); }
  else box.focus({ preventScroll: true });
})();
