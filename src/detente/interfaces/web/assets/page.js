"use strict";
(() => {
  const PAUSE = 900;
  const $ = (id) => document.getElementById(id);
  const make = (tag, attributes = {}, ...inside) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...inside);
    return element;
  };
  const LEVELS = ["0 none", "1 dialogue", "2 tailored", "3 presence", "4 mutual defence"];
  const KINDS = { csv: "Verdicts (CSV)", json: "Verdicts (JSON)", report: "Report (HTML)", zarr: "Results (Zarr, zip)", netcdf: "Results (NetCDF)", scenario: "Scenario (TOML, zip)" };
  const PICKED = new Set(["network", "map"]);
  const SHARES = ["supports", "negligible", "opposes"];
  const whole = (share) => Math.round(100 * share);

  async function ask(path, options = {}) {
    const answer = await fetch(path, options);
    const said = await answer.json();
    if (!answer.ok) throw new Error(said.error || `the server said ${answer.status}`);
    return said;
  }
  const post = (path, body) => ask(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

  function theme() {
    const names = ["as the system", "light", "dark"];
    let at = Math.max(0, names.indexOf(localStorage.getItem("theme")));
    const show = () => {
      $("theme").textContent = `Theme: ${names[at]}`;
      if (at) document.documentElement.dataset.theme = names[at];
      else delete document.documentElement.dataset.theme;
    };
    $("theme").hidden = false;
    $("theme").addEventListener("click", () => {
      at = (at + 1) % names.length;
      localStorage.setItem("theme", names[at]);
      show();
    });
    show();
  }

  // ---- the first page -------------------------------------------------------------

  function front() {
    $("upload").addEventListener("click", async () => {
      const said = $("uploaded");
      try {
        const files = [...$("files").files];
        const zip = files.find((file) => file.name.endsWith(".zip"));
        const named = (name) => files.find((file) => file.name === name);
        let found;
        if (zip) found = await ask("/api/scenarios/zip", { method: "POST", headers: { "content-type": "application/zip" }, body: zip });
        else if (named("scenario.toml") && named("world.toml")) {
          const texts = { scenario: await named("scenario.toml").text(), world: await named("world.toml").text() };
          if (named("happened.toml")) texts.happened = await named("happened.toml").text();
          found = await post("/api/scenarios", texts);
        } else throw new Error("files: expected scenario.toml and world.toml, or one zip; choose them");
        location.href = `/s/${found.id}`;
      } catch (problem) {
        said.textContent = problem.message;
      }
    });
    for (const button of document.querySelectorAll("button.remove")) {
      button.addEventListener("click", async () => {
        if (!confirm(`${button.getAttribute("aria-label")}?`)) return;
        try {
          await ask(`/api/scenarios/${button.dataset.scenario}`, { method: "DELETE" });
          button.closest("li").remove();
        } catch (problem) {
          $("uploaded").textContent = problem.message;
        }
      });
    }
    for (const button of document.querySelectorAll("button.resume")) {
      button.addEventListener("click", async () => {
        try {
          await ask(`/api/runs/${button.dataset.run}/resume`, { method: "POST" });
          location.href = button.dataset.link;
        } catch (problem) {
          button.replaceWith(problem.message);
        }
      });
    }
  }

  // ---- levers: one slider each ----------------------------------------------------

  class Lever {
    constructor(root, changed) {
      this.root = root;
      const data = root.dataset;
      [this.low, this.high, this.usual] = [data.low, data.high, data.usual].map(Number);
      this.log = data.log === "1";
      this.input = root.querySelector("input");
      this.output = root.querySelector("output");
      this.button = root.querySelector(".reset");
      this.whose = root.querySelector("select");
      this.title = root.querySelector(".name").textContent;
      this.input.addEventListener("input", () => { this.mark(true); changed(); });
      this.button.addEventListener("click", () => { this.reset(); changed(); this.input.focus(); });
      if (this.whose) this.whose.addEventListener("change", () => { this.mark(this.set); if (this.set) changed(); });
      this.reset();
    }

    get key() {
      const { actor, key } = this.root.dataset;
      return actor && this.whose.value ? `${this.whose.value}.${actor}` : key;
    }

    get value() {
      const share = Number(this.input.value) / 100;
      const value = this.log
        ? Math.exp(Math.log(this.low) + share * (Math.log(this.high) - Math.log(this.low)))
        : this.low + share * (this.high - this.low);
      // One state's share may be 0 or 1; everybody's is a parameter, between them.
      const all = this.whose && !this.whose.value;
      return Number((all ? Math.min(Math.max(value, 0.01), 0.99) : value).toPrecision(3));
    }

    place(value) {
      const share = this.log
        ? (Math.log(value) - Math.log(this.low)) / (Math.log(this.high) - Math.log(this.low))
        : (value - this.low) / (this.high - this.low);
      this.input.value = Math.round(100 * share);
    }

    mark(set) {
      this.set = set;
      this.exact = undefined;
      this.root.classList.toggle("set", set);
      this.button.hidden = !set;
      this.output.textContent = set ? this.value : "as held";
      this.input.setAttribute("aria-valuetext", set ? `${this.value}` : this.root.dataset.held || "as each lens holds it");
    }

    reset() { this.place(this.usual); this.mark(false); }

    take(text) {
      if (!/^[0-9.eE+-]+\s*%?$/.test(text)) return false;
      this.place(text.endsWith("%") ? Number(text.slice(0, -1)) / 100 : Number(text));
      this.mark(true);
      this.exact = text;  // what a link says is kept to the letter
      this.output.textContent = text;
      return true;
    }

    line() { return this.set ? `${this.key}=${this.exact ?? this.value}` : null; }
    words() { return `${this.title}${this.whose && this.whose.value ? ` (${this.whose.selectedOptions[0].textContent})` : ""}: ${this.exact ?? this.value}`; }
  }

  // ---- the page of a scenario -----------------------------------------------------

  class Page {
    constructor(about) {
      this.about = about;
      // The server stops what a page that is gone had asked for, unless another follows it.
      this.name = Array.from(crypto.getRandomValues(new Uint32Array(4)), (x) => x.toString(36)).join("");
      this.others = new Map();   // statements that no lever makes: ties, moves
      this.levers = [...document.querySelectorAll(".lever")].map((root) => new Lever(root, () => this.edited()));
      this.cache = new Map();
      this.base = this.result_ = null;
      this.now = null;
      this.shown = null;
      this.options();
      this.moves();
      this.ties();
      this.fromAddress();
      this.listen();
      this.sketch();
      this.begin();
    }

    // what is set

    options() {
      const { about } = this;
      for (const [name, plan] of Object.entries(about.plans)) {
        const title = name === about.baseline ? `${plan.title} (compared with)` : plan.title;
        $("plan").append(make("option", { value: name }, title));
        $("of-plan").append(make("option", { value: name }, plan.title));
      }
      const most = Object.entries(about.plans).sort((a, b) => b[1].moves.length - a[1].moves.length)[0];
      $("plan").value = most[0];
      const actors = Object.entries(about.actors).sort((a, b) => a[1].localeCompare(b[1]));
      const fill = (id, entries) => $(id).append(...entries.map(([value, name]) => make("option", { value }, name)));
      fill("by", [...Object.entries(about.alliances), ...actors]);
      for (const id of ["to", "one", "other"]) fill(id, actors);
      const named = [...document.querySelectorAll(".lever select")][0];
      const first = [...named.options].filter((o) => o.value).slice(0, 2).map((o) => o.value);
      [$("one").value, $("other").value] = first;
      $("to").value = first[0];
      const [begin, end] = about.years;
      Object.assign($("year"), { min: begin, max: end, value: Math.min(end, begin + 4) });
      for (const lens of about.usual.lenses) {
        const box = make("input", { type: "checkbox", value: lens });
        box.checked = lens !== "prior";  // its corners are searched, which takes longest
        $("lenses").append(make("label", {}, box, lens === "prior" ? "prior (slow)" : lens));
      }
    }

    lines() {
      return [...this.levers.map((lever) => lever.line()).filter(Boolean), ...this.others.keys()].sort();
    }

    asked() {
      const lenses = [...$("lenses").querySelectorAll("input:checked")].map((box) => box.value);
      return {
        scenario: this.about.id, lenses: lenses.length ? lenses : this.usualLenses(),
        draws: Number($("draws").value), replicates: Number($("replicates").value),
        seed: Math.max(0, Math.trunc(Number($("seed").value)) || 0), changes: this.lines(),
      };
    }

    usualLenses() { return this.about.usual.lenses.filter((lens) => lens !== "prior"); }

    address() {
      const asked = this.asked();
      const query = new URLSearchParams();
      for (const line of asked.changes) query.append("set", line);
      const { usual } = this.about;
      if (asked.lenses.join() !== this.usualLenses().join()) for (const lens of asked.lenses) query.append("lens", lens);
      for (const key of ["draws", "replicates", "seed"]) if (asked[key] !== usual[key]) query.set(key, asked[key]);
      const text = query.toString();
      return location.pathname + (text ? `?${text}` : "");
    }

    fromAddress() {
      const query = new URLSearchParams(location.search);
      const lenses = query.getAll("lens");
      if (lenses.length) for (const box of $("lenses").querySelectorAll("input")) box.checked = lenses.includes(box.value);
      for (const key of ["draws", "replicates"]) {
        const value = query.get(key);
        if (!value) continue;
        if (![...$(key).options].some((option) => option.value === value)) $(key).append(make("option", {}, value));
        $(key).value = value;
      }
      if (query.get("seed")) $("seed").value = query.get("seed");
      for (const line of query.getAll("set")) this.take(line);
      this.drawMoves();
      this.drawTie();
    }

    take(line) {
      const at = line.indexOf("=");
      const [key, value] = [line.slice(0, at).trim(), line.slice(at + 1).trim()];
      for (const lever of this.levers) {
        const { actor } = lever.root.dataset;
        const [code, what] = key.split(".");
        if (actor && actor === what && code in this.about.actors && !lever.set) lever.whose.value = code;
        else if (actor && lever.root.dataset.key === key && !lever.set) lever.whose.value = "";
        if (lever.key === key && !lever.set && lever.take(value)) {
          const rest = lever.root.closest("[data-rest]");
          if (rest) { $("rest").value = rest.dataset.rest; this.showRest(); }
          return;
        }
      }
      this.others.set(line, this.wordsOf(key, value));
    }

    wordsOf(key, value) {
      const name = (code) => this.about.actors[code] || this.about.alliances[code] || code;
      if (key.endsWith(".tie")) return `Tie ${key.slice(0, -4).split("-").map(name).join(" and ")}: ${LEVELS[value] || value}`;
      if (key === "status_quo.add") {
        const entry = Page.parsed(value);
        const all = (names) => [names ?? []].flat().map(name).join(", ");
        const steps = entry && { ties: "new ties", accessions: "accessions" }[entry.steps] || "new ties and accessions";
        return entry ? `${all(entry.by)}: ${entry.weight} rungs read for one of ${steps} of ${all(entry.of)}` : `Further sign of aim: ${value}`;
      }
      const plan = this.about.plans[key.split(".")[0]];
      if (plan && key.endsWith(".drop")) {
        const move = plan.moves[Number(value) - 1];
        return `${plan.title} without: ${move ? `${move.year} ${this.moveWords(move)}` : value}`;
      }
      if (plan && key.endsWith(".add")) {
        const move = Page.parsed(value);
        return `${plan.title} with: ${move ? `${move.year} ${this.moveWords(move)}` : "a further move"}`;
      }
      return `${key} = ${value}`;
    }

    clear() {
      for (const lever of this.levers) lever.reset();
      this.others.clear();
      this.drawMoves();
      this.drawTie();
      this.edited(true);
    }

    chips() {
      const chip = (words, drop) => {
        const button = make("button", { type: "button", "aria-label": `Take out: ${words}` }, `${words} \u00d7`);
        button.addEventListener("click", () => { drop(); this.drawMoves(); this.drawTie(); this.edited(); });
        return make("li", {}, button);
      };
      $("set").replaceChildren(
        ...this.levers.filter((lever) => lever.set).map((lever) => chip(lever.words(), () => lever.reset())),
        ...[...this.others].map(([line, words]) => chip(words, () => this.others.delete(line))));
      $("clear").hidden = !this.lines().length;
    }

    // moves and ties

    moveWords(move) {
      const name = (code) => this.about.actors[code] || this.about.alliances[code] || code;
      const by = [move.by ?? []].flat().map(name).join(", ");
      const to = [move.to ?? []].flat();
      const with_ = to.length > 5 ? `${to.length} actors` : to.map(name).join(", ");
      switch (move.kind) {
        case "tie": return `${by}: tie with ${with_}, ${LEVELS[move.level].slice(2)}${move.consent ? ", if members agree" : ""}`;
        case "declare": return `${by} to ${with_}: ${move.purpose === "defensive" ? "we only defend" : "we will challenge"}`;
        case "restrain": return `${by}: offer of restraint to ${with_}`;
        case "join": return `${by} joins ${name(move.to)}`;
        case "post": return `${by}: ${whole(move.share)} % of forces to ${move.theatre}`;
        case "transfer": return `${by}: arms to ${with_}`;
        default: return `${move.kind} ${by}`;
      }
    }

    moves() {
      $("plan").addEventListener("change", () => this.drawMoves());
      const level = () => { $("level-of").hidden = $("kind").value !== "tie"; };
      $("kind").addEventListener("change", level);
      level();
      $("add").addEventListener("click", () => {
        const kind = $("kind").value;
        const year = Math.trunc(Number($("year").value));
        const common = { by: $("by").value, to: [$("to").value], year };
        const move = kind === "tie" ? { kind, ...common, level: Number($("level").value) }
          : kind === "restrain" ? { kind, ...common, strength: 1 }
          : { kind: "declare", ...common, purpose: kind };
        this.say(this.addition($("plan").value, move, year));
        this.drawMoves();
        this.edited();
      });
    }

    // A move as a statement adds it. Who said so is left out, which keeps links short.
    addition(plan, { source: _, ...move }, year) {
      const written = (value) => Array.isArray(value) ? `[${value.map(written).join(", ")}]` : JSON.stringify(value);
      const pairs = Object.entries({ ...move, year }).map(([key, value]) => `${key} = ${written(value)}`);
      return `${plan}.add={${pairs.join(", ")}}`;
    }

    // A move as a statement says it, or null where it is written in another way.
    static parsed(text) {
      try {
        return JSON.parse(text.replace(/([{,]\s*)(\w+)\s*=\s*/g, '$1"$2": '));
      } catch {
        return null;
      }
    }

    say(line) {
      const at = line.indexOf("=");
      this.others.set(line, this.wordsOf(line.slice(0, at), line.slice(at + 1)));
    }

    drawMoves() {
      const plan = $("plan").value;
      const { moves, summary } = this.about.plans[plan];
      $("plan-says").textContent = summary;
      const start = `${plan}.add=`;
      const added = new Map([...this.others.keys()].filter((line) => line.startsWith(start)).map((line) => [line, Page.parsed(line.slice(start.length))]));
      const rows = moves.map((move, k) => {
        const drop = `${plan}.drop=${k + 1}`;
        // Taken out and put in again in another year, it was moved.
        const again = this.others.has(drop) && [...added].find(([line, other]) => other && line === this.addition(plan, move, other.year));
        if (again) added.delete(again[0]);
        const year = again ? again[1].year : move.year;
        const set = (there, to) => {
          if (again) this.others.delete(again[0]);
          if (there && to === move.year) this.others.delete(drop); else this.say(drop);
          if (there && to !== move.year) this.say(this.addition(plan, move, to));
        };
        return this.moveRow(move, year, !this.others.has(drop) || again, again ? "added" : "", set);
      });
      for (const [line, move] of added) {
        rows.push(this.moveRow(move || {}, move ? move.year : null, true, "added", (there, to) => {
          this.others.delete(line);
          if (there) this.say(this.addition(plan, move, to));
        }, this.others.get(line)));
      }
      rows.sort((a, b) => a[0] - b[0]);
      $("moves").replaceChildren(...rows.map(([, row]) => row));
    }

    moveRow(move, year, there, kind, set, words = this.moveWords(move)) {
      const [begin, end] = this.about.years;
      const box = make("input", { type: "checkbox", "aria-label": `In the plan: ${words}` });
      box.checked = there;
      const when = make("input", { type: "number", class: "when", min: begin, max: end, value: year ?? "", "aria-label": `Year of: ${words}` });
      when.disabled = !there || year === null;
      const change = () => {
        const to = Math.min(end, Math.max(begin, Math.trunc(Number(when.value)) || year));
        set(box.checked, to);
        this.drawMoves();
        this.edited();
      };
      box.addEventListener("change", change);
      when.addEventListener("change", change);
      return [year ?? 9999, make("li", { class: there ? kind : "off" }, make("div", { class: "move" }, box, when, make("span", {}, words)))];
    }

    pair() { return [$("one").value, $("other").value].sort().join("-"); }

    tieLine() { return [...this.others.keys()].find((line) => line.startsWith(`${this.pair()}.tie=`)); }

    ties() {
      for (const id of ["one", "other"]) $(id).addEventListener("change", () => this.drawTie());
      for (const [id, step] of [["down", -1], ["up", 1], ["picked-down", -1], ["picked-up", 1]]) $(id).addEventListener("click", () => this.shift(step));
      $("figure").addEventListener("picked", (event) => this.pick(event.detail));
    }

    shift(step) {
      const line = this.tieLine();
      const before = this.about.ties[this.pair()] ?? 0;
      const level = (line ? Number(line.split("=")[1]) : before) + step;
      if (level < 0 || level > 4 || $("one").value === $("other").value) return;
      if (line) this.others.delete(line);
      if (level !== before) this.say(`${this.pair()}.tie=${level}`);
      this.drawTie();
      this.edited();
    }

    // A line of the network, or two states one after the other, on network or map.
    pick(datum) {
      if (!PICKED.has($("view").value)) return;
      let pair = [datum.one, datum.other];
      if (!datum.one || !datum.other) {
        const name = datum.node ?? datum.actor ?? datum.label;
        if (!name) return;
        pair = this.half && this.half !== name ? [this.half, name] : [name];
      }
      const code = (name) => Object.keys(this.about.actors).find((key) => this.about.actors[key] === name);
      const odd = pair.find((name) => !code(name));
      $("picked").hidden = false;
      this.half = odd || pair.length > 1 ? null : pair[0];
      $("picked").classList.toggle("half", !!odd || pair.length < 2);
      if (odd) $("picked-says").textContent = `${odd} is no single state of the scenario; pick another.`;
      else if (pair.length < 2) $("picked-says").textContent = `${pair[0]} and \u2026? Pick the other state.`;
      else {
        [$("one").value, $("other").value] = pair.map(code);
        this.drawTie();
      }
    }

    drawTie() {
      const line = this.tieLine();
      const before = this.about.ties[this.pair()] ?? 0;
      const level = line ? Number(line.split("=")[1]) : before;
      const said = LEVELS[level] + (line ? ` (was ${before})` : "");
      for (const id of ["tie-level", "picked-level"]) $(id).textContent = said;
      if (!$("picked").classList.contains("half")) $("picked-says").textContent = `${$("one").selectedOptions[0].textContent} and ${$("other").selectedOptions[0].textContent}, at the start of every plan:`;
    }

    showRest() {
      for (const box of document.querySelectorAll("[data-rest]")) box.hidden = box.dataset.rest !== $("rest").value;
    }

    // runs

    listen() {
      theme();
      $("whatif").addEventListener("submit", (event) => event.preventDefault());
      $("rest").addEventListener("change", () => this.showRest());
      this.showRest();
      for (const id of ["draws", "replicates", "seed"]) $(id).addEventListener("change", () => this.edited());
      $("lenses").addEventListener("change", () => this.edited());
      $("run").addEventListener("click", () => this.begin());
      $("cancel").addEventListener("click", () => this.cancel());
      $("clear").addEventListener("click", () => this.clear());
      $("which").addEventListener("change", () => this.cards());
      $("of-plan").addEventListener("change", () => this.cards());
      $("view").addEventListener("change", () => { this.half = null; $("picked").hidden = true; this.figure(); });
      $("copy").addEventListener("click", async () => {
        const link = new URL(this.address(), location.href).href;
        try {
          await navigator.clipboard.writeText(link);
          $("copied").textContent = "copied";
        } catch {
          $("copied").textContent = link;
        }
      });
      addEventListener("popstate", () => location.reload());
      let waiting = 0;
      addEventListener("resize", () => {
        clearTimeout(waiting);
        waiting = setTimeout(() => this.drawn && this.drawn.draw(), 150);
      });
    }

    edited(now = false) {
      this.chips();
      history.replaceState(null, "", this.address());
      document.querySelector(".answers").classList.add("old");
      $("run").hidden = false;
      $("headline").textContent = "Changed; the old result stands until the new one comes.";
      clearTimeout(this.pause);
      this.pause = setTimeout(() => this.begin(), now ? 0 : PAUSE);
    }

    start(asked) { return post(`/api/runs?page=${this.name}`, asked); }

    // Another page at the same run keeps it, unless somebody cancels it.
    leave(run, cancel = false) { return fetch(`/api/runs/${run}${cancel ? "" : `?page=${this.name}`}`, { method: "DELETE" }); }

    async stop(cancel) {
      if (this.events) this.events.close();
      this.events = null;
      const run = this.running;
      this.running = null;
      if (run) await this.leave(run, cancel);
    }

    async cancel() {
      this.turn = (this.turn || 0) + 1;
      this.working(null);
      $("run").hidden = false;
      try {
        await this.drop();
        await this.stop(true);
        $("headline").textContent = "Cancelled. What is shown is the last result.";
      } catch (problem) {
        $("headline").textContent = problem.message;
      }
    }

    // The run that changes are compared with, where this page had to ask for it.
    async compared(base, turn) {
      if (this.about.base && this.covers(base)) return this.about.base;
      const key = JSON.stringify(base);
      if (this.posted && this.posted.key === key && await this.stands(this.posted.id)) return this.posted.id;
      if (turn !== this.turn) return null;
      await this.drop();
      const { id } = await this.start(base);
      if (turn === this.turn) this.posted = { key, id };
      else await this.leave(id);
      return id;
    }

    // Whether a run is done or on its way: others may have stopped it.
    async stands(run) {
      const { status } = await ask(`/api/runs/${run}?page=${this.name}`).catch(() => ({}));
      return ["waiting", "running", "done"].includes(status);
    }

    async drop() {
      const { posted } = this;
      this.posted = null;
      if (posted) await this.leave(posted.id);
    }

    working(state) {
      const busy = state && ["waiting", "running"].includes(state.status);
      $("work").hidden = $("cancel").hidden = !busy;
      document.documentElement.dataset.busy = busy ? "yes" : "no";
      if (!busy) { $("doing").textContent = ""; return; }
      const p = state.progress || {};
      if (state.status === "waiting") {
        $("work").removeAttribute("value");
        $("doing").textContent = p.before ? `waiting, ${p.before} of yours before it` : "waiting for a free processor";
        return;
      }
      if (p.total) $("work").value = p.done / p.total; else $("work").removeAttribute("value");
      const left = p.left ? `, ${Math.ceil(p.left)} s left` : "";
      $("doing").textContent = p.stage ? `${p.draws} draws, ${p.lenses.length > 1 ? `${p.lenses.length} lenses` : p.lenses[0]}: ${p.stage} ${p.total > 1 ? `${p.done} of ${p.total}` : ""}${left}` : "starting";
    }

    async begin() {
      clearTimeout(this.pause);
      this.chips();
      $("run").hidden = true;
      const turn = (this.turn = (this.turn || 0) + 1);
      try {
        await this.stop();
        const asked = this.asked();
        const basis = await this.compared({ ...asked, changes: [] }, turn);
        if (turn !== this.turn) return;
        this.basis = basis;
        if (!asked.changes.length) { this.follow(basis, turn, false); return; }
        const state = await this.start(asked);
        if (turn !== this.turn) { this.leave(state.id); return; }
        this.follow(state.id, turn, true);
      } catch (problem) {
        this.working(null);
        $("headline").textContent = problem.message;
      }
    }

    // The run of the scenario as it stands has every lens; fewer are part of it.
    covers(base) {
      const { usual } = this.about;
      return base.lenses.every((lens) => usual.lenses.includes(lens)) && ["draws", "replicates", "seed"].every((key) => base[key] === usual[key]);
    }

    follow(run, turn, own) {
      if (own) this.running = run;
      const events = new EventSource(`/api/runs/${run}/events?page=${this.name}`);
      this.events = events;
      let got = 0;
      events.onmessage = async (event) => {
        const state = JSON.parse(event.data);
        if (turn !== this.turn) { events.close(); return; }
        this.working(state);
        const ended = !["waiting", "running"].includes(state.status);
        if (ended) { events.close(); this.running = null; }
        const last = state.results.at(-1);
        if (last && (state.results.length > got || ended)) {
          got = state.results.length;
          await this.result(run, last, turn, ended);
        }
        if (ended && state.status !== "done") {
          if (this.posted && this.posted.id === run) this.posted = null;
          $("headline").textContent = state.reason || `The run is ${state.status}.`;
          $("run").hidden = false;
        }
      };
      events.onerror = () => {
        if (events.readyState === EventSource.CLOSED && turn === this.turn && this.running) $("doing").textContent = "the server is gone; reload when it is back";
      };
    }

    async said(run, draws) {
      const key = `${run} ${draws}`;
      if (this.cache.has(key)) return this.cache.get(key);
      const found = await ask(`/api/runs/${run}/verdicts?draws=${draws}`);
      if (draws === this.asked().draws) this.cache.set(key, found);  // first answers grow
      return found;
    }

    async before(draws, turn) {
      if (this.basis === undefined) return null;
      const { results, status, reason } = await ask(`/api/runs/${this.basis}?page=${this.name}`);
      if (results.some((result) => result.draws === draws)) return this.said(this.basis, draws);
      if (turn !== this.turn) return null;
      this.lost = status === "failed" ? reason : "";  // it would fail again
      if (this.posted && ["cancelled", "interrupted"].includes(status)) {
        const basis = await this.compared({ ...this.asked(), changes: [] }, turn);
        if (turn === this.turn) this.basis = basis;
      }
      return null;
    }

    async result(run, result, turn, last) {
      const now = await this.said(run, result.draws);
      const base = await this.before(result.draws, turn);
      if (turn !== this.turn) return;
      this.now = now;
      this.base = now.changes.length ? base : null;
      this.run = run;
      this.result_ = result;
      document.querySelector(".answers").classList.remove("old");
      this.headline(result.draws >= this.asked().draws);
      this.cards();
      this.views();
      if (last) this.figure();
      $("figure").classList.toggle("old", !last);
      this.recipe();
      document.documentElement.dataset.shown = `${result.draws}`;
      document.documentElement.dataset.whole = last ? "yes" : "no";
      // What the change is compared with may still be on its way.
      if (now.changes.length && !base && !this.lost) setTimeout(() => turn === this.turn && this.result(run, result, turn, last), 1500);
    }

    // what is shown

    sketch() {
      const { sketch } = this.about;
      const claims = [];
      if (sketch) {
        for (const [id, lenses] of Object.entries(sketch.claims)) {
          const claim = this.about.claims[id];
          if (!claim) continue;
          for (const [lens, row] of Object.entries(lenses)) {
            claims.push({ id, title: claim.title, lens, plan: claim.plan, primary: true, reading: claim.reading, verdict: "sketch", shares: row, effect: "", refused: null });
          }
        }
      }
      this.now = { claims, lenses: sketch ? Object.keys(Object.values(sketch.claims)[0]) : [], draws: sketch ? sketch.draws : 0, changes: [], votes: [] };
      $("headline").textContent = sketch ? `A sketch from ${sketch.draws} draws that comes with the scenario; more follow.` : "Computing the scenario as it stands.";
      this.cards();
    }

    pairs(primary = true) {
      const { lenses } = this.asked();
      const old = new Map((this.base ? this.base.claims : []).map((row) => [`${row.id} ${row.plan} ${row.lens}`, row]));
      return this.now.claims.filter((row) => (row.primary || !primary) && lenses.includes(row.lens)).map((row) => ({ row, old: old.get(`${row.id} ${row.plan} ${row.lens}`) }));
    }

    static moved({ row, old }) {
      if (!old) return 0;
      return Math.max(...SHARES.map((name) => Math.abs(row.shares[name] - old.shares[name])));
    }

    headline(last) {
      const { draws, replicates, changes } = this.now;
      const from = `${draws} draws \u00d7 ${replicates} future${replicates > 1 ? "s" : ""}${last ? "" : "; more to come"}`;
      if (!changes.length) {
        $("headline").textContent = `The scenario as it stands (${from}). Slide something to see what it changes.`;
        return;
      }
      if (!this.base) {
        $("headline").textContent = `Result from ${from}; what it is compared with ${this.lost ? `failed: ${this.lost}` : "is being computed"}.`;
        return;
      }
      const pairs = this.pairs();
      const given = pairs.filter(({ row, old }) => old && row.verdict !== "refused" && old.verdict !== "refused");
      const turned = given.filter(({ row, old }) => row.verdict !== old.verdict);
      const most = [...pairs].sort((a, b) => Page.moved(b) - Page.moved(a))[0];
      const titles = [...new Set(turned.map(({ row, old }) => `\u201c${row.title}\u201d (${row.lens}: ${old.verdict} to ${row.verdict})`))];
      const far = most && Page.moved(most) > 0 ? ` The largest move: ${whole(Page.moved(most))} points of the draws, on \u201c${most.row.title}\u201d under ${most.row.lens}.` : "";
      const said = !given.length
        ? "Too few draws yet for verdicts; the bars show which way it goes."
        : turned.length
          ? `Yes: ${turned.length} of ${given.length} verdicts change, such as ${titles.slice(0, 2).join(" and ")}.`
          : `No: none of ${given.length} verdicts changes.`;
      $("headline").textContent = `${said}${far} (${from})`;
    }

    cards() {
      const plan = $("of-plan").value;
      const pairs = this.pairs(!plan).filter(({ row }) => !plan || row.plan === plan);
      const by = new Map();
      for (const pair of pairs) {
        if (!by.has(pair.row.id)) by.set(pair.row.id, []);
        by.get(pair.row.id).push(pair);
      }
      const which = $("which").value;
      const cards = [...by.values()].filter((group) => {
        if (which === "changed") return group.some((pair) => whole(Page.moved(pair)) > 0);
        return which === "all" || group[0].row.reading === which;
      });
      if (this.base) cards.sort((a, b) => Math.max(...b.map(Page.moved)) - Math.max(...a.map(Page.moved)));
      $("cards").replaceChildren(...cards.map((group) => this.card(group)));
      if (!cards.length) $("cards").append(make("p", { class: "none" }, which === "changed" ? (this.base ? "None moves." : "Nothing is set, so nothing moves.") : "Nothing is judged there."));
    }

    card(group) {
      const first = group[0].row;
      const claim = this.about.claims[first.id] || {};
      const lines = make("ul", { class: "lines" }, ...group.map((pair) => this.line(pair)));
      const turned = group.some(({ row, old }) => old && row.verdict !== old.verdict && ![row.verdict, old.verdict].includes("refused"));
      const plan = this.about.plans[first.plan];
      return make("article", { class: `card${turned ? " changed" : ""}`, id: `claim-${first.id}` },
        make("h3", {}, first.title),
        make("p", { class: "who quiet" }, `${claim.reading === "spiral" ? "The argument" : "The rival reading"}; plan: ${plan ? plan.title : first.plan}`),
        lines,
        make("details", {}, make("summary", {}, "What it says"), make("p", {}, claim.text || "")));
    }

    line({ row, old }) {
      const bar = (shares, name) => {
        const said = SHARES.map((s) => `${whole(shares[s])} % ${s}`).join(", ");
        const box = make("span", { class: `bar ${name}`, role: "img", "aria-label": `${row.lens}${name ? " before" : ""}: ${said}` });
        for (const share of SHARES) {
          if (!(shares[share] > 0)) continue;
          const part = make("span", { class: share }, !name && shares[share] >= 0.12 ? String(whole(shares[share])) : "");
          part.style.flexGrow = shares[share];
          box.append(part);
        }
        return box;
      };
      const bars = make("span", { class: "bars" });
      if (old) bars.append(bar(old.shares, "before"));
      bars.append(bar(row.shares, ""));
      const word = row.verdict === "sketch" ? "" : row.verdict === "refused" ? "too few draws" : row.verdict;
      const item = make("li", {}, make("span", { class: "lens" }, row.lens), bars, make("strong", { class: "word" }, word));
      if (row.effect) item.append(make("span", { class: "effect quiet" }, row.effect));
      if (old && old.verdict !== row.verdict && ![row.verdict, old.verdict].includes("refused")) item.append(make("span", { class: "moved" }, `was ${old.verdict}`));
      return item;
    }

    views() {
      if ($("view").options.length) return;
      for (const view of this.now.views) if (!view.absent) $("view").append(make("option", { value: view.name }, view.title));
      $("view").value = [...$("view").options].some((option) => option.value === "series") ? "series" : $("view").value;
    }

    async figure() {
      const name = $("view").value;
      if (!name || !this.run) return;
      const key = `${this.run} ${this.result_.draws} ${name}`;
      if (this.shown === key) return;
      this.shown = key;
      let told;
      try {
        told = await ask(`/api/runs/${this.run}/views/${name}?draws=${this.result_.draws}`);
      } catch (problem) {
        $("figure").textContent = problem.message;
        return;
      }
      if (this.shown !== key) return;
      const kept = this.drawn && this.drawn.root.dataset.view === name ? this.drawn.values : null;
      $("view-lead").textContent = told.lead;
      $("pick-how").hidden = !PICKED.has(name);
      const root = make("figure", { "data-view": name },
        make("div", { class: "controls" }),
        make("div", { class: "chart", role: "img", "aria-label": `${told.title}. ${told.reading}` }, make("div", { "aria-hidden": "true" })),
        make("figcaption", {}, told.reading),
        make("details", { class: "behind" }, make("summary", {}, "The table behind it"), make("div", { class: "table", tabindex: "0", role: "region", "aria-label": `Table: ${told.title}` })),
        make("div", { class: "saves" }));
      const open = this.drawn && this.drawn.root.querySelector("details").open;
      $("figure").replaceChildren(root);
      this.drawn = new window.Figure(root, told.data, kept);
      if (open) root.querySelector("details").open = true;
      await this.drawn.draw();
      document.documentElement.dataset.drawn = name;
    }

    recipe() {
      const { command, lenses, draws, replicates, seed, changes, scenario } = this.now;
      $("command").textContent = command;
      const list = (items) => `[${items.map((item) => JSON.stringify(item)).join(", ")}]`;
      $("python").textContent = `import detente as dt\n\nrun = dt.run(${JSON.stringify(scenario)}, lenses=${list(lenses)},\n             draws=${draws}, replicates=${replicates}, seed=${seed}${changes.length ? `,\n             changes=${list(changes)}` : ""})\nrun.verdicts()`;
      $("own-note").hidden = !this.about.id.startsWith("u-");
      const kinds = draws < this.asked().draws ? [] : Object.entries(KINDS);  // of first answers there is no one file
      $("downloads").replaceChildren(...kinds.map(([kind, title]) => make("a", { href: `/api/runs/${this.run}/download/${kind}?draws=${draws}`, download: "" }, title)));
    }
  }

  if ($("about")) window.page = new Page(JSON.parse($("about").textContent));
  else { theme(); front(); }
})();
