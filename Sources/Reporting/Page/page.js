"use strict";
// Values at the pointer and by keyboard, sorting and filters. Everything is readable without.
(() => {
  const make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const name in attributes || {}) element.setAttribute(name, attributes[name]);
    element.append(...children);
    return element;
  };

  // A chart's or a heat map's numbers are those of the table that it names.
  const tables = new Map();
  const numbers = (id) => {
    if (!tables.has(id)) {
      const table = document.getElementById(id), rows = new Map();
      const names = table ? [...table.tHead.rows[0].cells].map((cell) => cell.textContent) : [];
      if (table) for (const row of table.tBodies[0].rows) rows.set(+row.dataset.i, row.cells);
      tables.set(id, {names, rows});
    }
    return tables.get(id);
  };

  const dateAfter = (from, days) => {
    const date = new Date(from + "T00:00:00Z");
    date.setUTCDate(date.getUTCDate() + days);
    return date.toISOString().slice(0, 10);
  };

  for (const figure of document.querySelectorAll("figure[data-t]")) {
    const {t, c, n, s, from, q} = figure.dataset;
    const columns = c.split(" ").map(Number), count = +n, slots = +s;
    const plot = figure.querySelector(".plot"), cells = figure.querySelector(".cells");
    const heat = cells ? [...cells.querySelectorAll("i")] : [];
    let mark, tip, why, at = -1;

    const hide = () => {
      at = -1;
      if (mark) mark.hidden = true;
      if (tip) tip.hidden = true;
      for (const cell of heat) cell.classList.remove("at");
    };
    const show = (index) => {
      const {names, rows} = numbers(t), row = rows.get(index);
      at = index;
      if (!tip) {
        tip = make("div", {class: "tip", role: "status"});
        figure.append(tip);
        if (plot) plot.append(mark = make("div", {class: "mark"}));
      }
      tip.replaceChildren();
      if (row) {
        tip.append(make("b", {}, row[0].textContent.trim()));
        for (const column of columns) {
          const text = row[column] ? row[column].textContent.trim() : "";
          if (text) tip.append(make("span", {}, make("i", {}, names[column]), make("i", {}, text)));
        }
      }
      tip.hidden = !row;
      const box = figure.getBoundingClientRect();
      let x, y = 0;
      if (plot) {
        const area = plot.getBoundingClientRect();
        x = area.left - box.left + (index + .5) / count * area.width;
        mark.style.left = (index + .5) / count * 100 + "%";
        mark.hidden = false;
      } else {
        for (const cell of heat) cell.classList.remove("at");
        const cell = heat[index];
        if (!cell) return;
        cell.classList.add("at");
        const area = cell.getBoundingClientRect();
        x = area.left - box.left + area.width / 2;
        y = area.bottom - box.top + 4;
      }
      const width = tip.offsetWidth;
      tip.style.left = Math.max(0, Math.min(box.width - width, x < box.width / 2 ? x + 12 : x - width - 12)) + "px";
      tip.style.top = plot ? "" : y + "px";
    };
    const explain = () => {
      const row = numbers(t).rows.get(at);
      if (!row || !q) return;
      const time = dateAfter(from, Math.floor(at / slots)) + " " + row[0].textContent.trim().split(" ").pop();
      if (!why) figure.append(why = make("p", {class: "why"}));
      why.replaceChildren("Why? ", make("code", {}, `muster explain CENTRE --queue ${q} --at "${time}"`));
    };
    const step = (by) => {
      const rows = numbers(t).rows;
      let index = at < 0 ? (by > 0 ? -1 : count) : at;
      do index += by; while (index >= 0 && index < count && !rows.has(index));
      if (rows.has(index)) show(index);
    };

    if (plot) {
      plot.addEventListener("pointermove", (event) => {
        const area = plot.getBoundingClientRect();
        const index = Math.floor((event.clientX - area.left) / area.width * count);
        if (index >= 0 && index < count) show(index);
      });
    } else {
      cells.addEventListener("pointermove", (event) => {
        const index = heat.indexOf(event.target);
        if (index >= 0) show(index);
      });
    }
    figure.addEventListener("pointerleave", hide);
    figure.addEventListener("click", explain);
    figure.addEventListener("blur", hide);
    figure.addEventListener("keydown", (event) => {
      const day = event.shiftKey ? slots : 1;
      if (event.key === "ArrowRight") step(day);
      else if (event.key === "ArrowLeft") step(-day);
      else if (event.key === "Escape") hide();
      else if (event.key === "Enter") explain();
      else return;
      event.preventDefault();
    });
  }

  // Sorting: numbers as numbers, the rest as words.
  const value = (row, column) => {
    const text = row.cells[column].textContent.trim();
    const number = Number(text.replace(/,/g, "").replace("−", "-").replace(/ ?%$/, ""));
    return text !== "" && !Number.isNaN(number) ? number : text;
  };
  for (const table of document.querySelectorAll("table.sort")) {
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      if (!head.textContent.trim()) return;
      const button = make("button", {type: "button"}, ...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = [...table.tBodies[0].rows].map((row) => [value(row, column), row]);
        rows.sort(([a], [b]) => typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b)));
        if (down) rows.reverse();
        table.tBodies[0].append(...rows.map(([, row]) => row));
      });
    });
  }

  // One filter for the roster and the days: a person is shown where its row of the roster has every word.
  const rosters = [...document.querySelectorAll("table.roster")];
  if (rosters.length) {
    const texts = new Map();
    for (const row of rosters[0].tBodies[0].rows) {
      const end = row.querySelector(".n").cellIndex;
      texts.set(row.dataset.a, [...row.cells].slice(0, end).map((cell) => cell.textContent).join(" ").toLowerCase());
    }
    const apply = (text) => {
      const words = text.toLowerCase().split(/\s+/).filter(Boolean);
      for (const row of document.querySelectorAll("table.people tbody tr")) {
        const own = texts.get(row.dataset.a) || row.dataset.a.toLowerCase();
        row.hidden = !words.every((word) => own.includes(word));
      }
      for (const input of inputs) if (input.value !== text) input.value = text;
      const shown = [...texts.values()].filter((own) => words.every((word) => own.includes(word))).length;
      for (const output of outputs) output.textContent = words.length ? `${shown} of ${texts.size}` : "";
    };
    const inputs = [], outputs = [];
    for (const id of ["day", "roster"]) {
      const place = document.querySelector(`#${id} h2`);
      if (!place) continue;
      const input = make("input", {type: "search", placeholder: "name, team, site, skill", "aria-label": "Show only people whose row has these words"});
      const output = make("output");
      inputs.push(input);
      outputs.push(output);
      place.after(make("div", {class: "filter"}, make("label", {}, "Show ", input), output));
      input.addEventListener("input", () => apply(input.value));
    }
  }
})();
