"use strict";
(() => {
  function theme() {
    const button = document.getElementById("theme");
    const names = ["as the system", "light", "dark"];
    let at = 0;
    button.hidden = false;
    button.addEventListener("click", () => {
      at = (at + 1) % names.length;
      button.textContent = `Theme: ${names[at]}`;
      if (at) document.documentElement.dataset.theme = names[at];
      else delete document.documentElement.dataset.theme;
    });
  }

  function printing() {
    const opened = [];
    addEventListener("beforeprint", () => {
      for (const details of document.querySelectorAll("details.paper:not([open])")) {
        details.open = true;
        opened.push(details);
      }
    });
    addEventListener("afterprint", () => {
      while (opened.length) opened.pop().open = false;
    });
  }

  async function main() {
    theme();
    printing();
    const figures = [...document.querySelectorAll("figure[data-view]")].map(
      (root) => new Figure(root, JSON.parse(root.querySelector("script").textContent)));
    for (const figure of figures) {
      await figure.draw();
      await new Promise((done) => setTimeout(done));
    }
    document.documentElement.dataset.ready = "yes";
    let waiting = 0;
    addEventListener("resize", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => figures.forEach((figure) => figure.draw()), 150);
    });
  }
  main();
})();
