"use strict";
(() => {
  const PANEL = 250;
  const MOST_ROWS = 500;
  const TALLEST = 560;
  const JOIN = "|";
  const make = (tag, attributes = {}, text = "") => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    if (text) element.textContent = text;
    return element;
  };

  class Figure {
    // `kept`: values chosen in a chart that this one takes the place of.
    constructor(root, data, kept = null) {
      this.root = root;
      this.chart = root.querySelector(".chart > div");
      this.spec = data.spec;
      if (data.least) this.chart.style.minWidth = `${data.least}px`;
      this.aspect = data.aspect;
      this.cube = data.cube;
      this.values = this.cube.choices.map((choice, k) =>
        kept && choice.options.some(([value]) => value === kept[k]) ? kept[k] : choice.default);
      this.width = 0;
      this.controls();
      this.saves();
      root.querySelector("details").addEventListener("toggle", () => this.table());
    }

    rows() {
      const own = this.cube.slices[this.values.join(JOIN)];
      if (!own) return [];
      const columns = Object.entries({ ...this.cube.shared, ...own });
      const count = columns.length ? columns[0][1].length : 0;
      return Array.from({ length: count }, (_, k) =>
        Object.fromEntries(columns.map(([name, values]) => [name, values[k]])));
    }

    controls() {
      const box = this.root.querySelector(".controls");
      this.cube.choices.forEach((choice, k) => {
        if (choice.options.length < 2) return;
        const label = make("label", {}, choice.title + " ");
        if (choice.slider) {
          const at = choice.options.findIndex(([value]) => value === this.values[k]);
          const input = make("input", { type: "range", min: 0, max: choice.options.length - 1, value: at });
          const shown = make("output", {}, choice.options[at][1]);
          input.setAttribute("aria-valuetext", choice.options[at][1]);
          input.addEventListener("input", () => {
            const [value, title] = choice.options[input.value];
            shown.textContent = title;
            input.setAttribute("aria-valuetext", title);
            this.choose(k, value);
          });
          label.append(input, shown);
        } else {
          const select = make("select");
          for (const [value, title] of choice.options) {
            const option = make("option", { value }, title);
            option.selected = value === this.values[k];
            select.append(option);
          }
          select.addEventListener("change", () => this.choose(k, select.value));
          label.append(select);
        }
        box.append(label);
      });
    }

    choose(k, value) {
      this.values[k] = value;
      const said = this.root.querySelector("figcaption");
      if (!said.dataset.first) said.prepend("As first shown: ");
      said.dataset.first = "yes";
      const chosen = this.cube.choices.map((choice, at) =>
        `${choice.title}: ${new Map(choice.options).get(this.values[at])}`);
      this.chart.parentElement.setAttribute(
        "aria-label", `${chosen.join(", ")}. ${said.textContent}`);
      this.fill();
      this.table();
    }

    fitted(width) {
      const spec = structuredClone(this.spec);
      spec.datasets = { ...spec.datasets, rows: this.rows() };
      if (spec.facet) {
        const most = spec.columns || 3;
        const columns = Math.max(1, Math.min(most, Math.floor(width / PANEL)));
        spec.columns = columns;
        spec.spec.width = Math.max(120, Math.floor((width - 80) / columns) - 34);
      } else {
        spec.width = "container";
        spec.padding = { left: 0, right: 4, top: 4, bottom: 4 };
        if (this.aspect) spec.height = Math.min(TALLEST, Math.round(this.aspect * width));
      }
      return spec;
    }

    draw() {
      // One redraw after the other: two at once would leave a chart nobody sees.
      this.turn = (this.turn ?? Promise.resolve()).then(() => this.drawOrSay());
      return this.turn;
    }

    async drawOrSay() {
      try {
        await this.drawToWidth();
      } catch (problem) {
        this.width = 0;
        this.chart.textContent = `This chart could not be drawn: ${problem.message}`;
        console.error(problem);
      }
    }

    async drawToWidth() {
      const width = this.chart.clientWidth;
      if (!width || Math.abs(width - this.width) < 16) return;
      this.width = width;
      if (this.result) this.result.finalize();
      this.view = null;  // what is chosen meanwhile is put in when the chart stands
      const drawn = this.values.join(JOIN);
      const labels = Math.max(90, Math.min(340, 0.36 * width));
      this.result = await vegaEmbed(this.chart, this.fitted(width), {
        renderer: "svg", ast: true, actions: false,
        config: {
          aria: false, axisY: { labelLimit: labels }, legend: { columns: width < 480 ? 3 : 0 },
        },
        defaultStyle: false, tooltip: { theme: "custom", disableDefaultStyle: true },
      });
      this.view = this.result.view;
      this.view.addEventListener("click", (_, item) => {
        if (item && item.datum) this.root.dispatchEvent(new CustomEvent("picked", { detail: item.datum, bubbles: true }));
      });
      if (this.values.join(JOIN) !== drawn) this.fill();
    }

    fill() {
      if (this.view) this.view.data("rows", this.rows()).resize().runAsync();
    }

    table() {
      const details = this.root.querySelector("details");
      if (!details.open) return;
      const rows = this.rows();
      const columns = this.cube.columns;
      const table = make("table");
      const head = make("tr");
      const numeric = columns.map(({ name }) => rows.length > 0 && typeof rows[0][name] === "number");
      columns.forEach(({ title }, k) =>
        head.append(make("th", { scope: "col", class: numeric[k] ? "number" : "" }, title)));
      const body = make("tbody");
      for (const row of rows.slice(0, MOST_ROWS)) {
        const line = make("tr");
        columns.forEach(({ name, digits }, k) => line.append(
          make("td", { class: numeric[k] ? "number" : "" }, Figure.text(row[name], digits))));
        body.append(line);
      }
      const top = make("thead");
      top.append(head);
      table.append(top, body);
      const box = details.querySelector(".table");
      box.replaceChildren(table);
      if (rows.length > MOST_ROWS)
        box.append(make("p", { class: "quiet" }, `The first ${MOST_ROWS} of ${rows.length} rows; CSV has all.`));
    }

    static text(value, digits) {
      if (value === null || value === undefined) return "";
      if (typeof value !== "number" || digits === null) return String(value);
      return Math.abs(value) >= 1000
        ? value.toLocaleString("en", { maximumFractionDigits: 0 })
        : value.toFixed(digits);
    }

    saves() {
      const box = this.root.querySelector(".saves");
      const add = (name, content) => {
        const button = make("button", { type: "button" }, `Save ${name}`);
        button.addEventListener("click", async () => {
          await this.turn;
          const link = make("a", { download: `${this.root.dataset.view}.${name.toLowerCase()}`, href: await content() });
          link.click();
        });
        box.append(button);
      };
      const blob = (text, type) => URL.createObjectURL(new Blob([text], { type }));
      add("CSV", () => blob(this.csv(), "text/csv"));
      add("SVG", async () => {
        const svg = await this.view.toSVG();
        return blob(svg.replace("<svg ", '<svg style="color:#1a1a1a;background:#fff" '), "image/svg+xml");
      });
      add("PNG", async () => {
        const before = this.view.background();
        const url = await this.view.background("#ffffff").toImageURL("png", 2);
        this.view.background(before).run();
        return url;
      });
    }

    csv() {
      const quote = (value) => {
        const text = value === null || value === undefined ? "" : String(value);
        return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
      };
      const named = this.cube.choices.map((choice, k) => [choice.name, this.values[k]]);
      const names = this.cube.columns.map((column) => column.name);
      const lines = this.rows().map((row) =>
        [...named.map(([, value]) => value), ...names.map((name) => row[name])].map(quote).join(","));
      return [[...named.map(([name]) => name), ...names].map(quote).join(","), ...lines].join("\n") + "\n";
    }
  }

  window.Figure = Figure;
})();
