// How the page behaves: charts are drawn in the room they have, and slides are shown one at a time.
"use strict";
(() => {
  const { charts, rows } = JSON.parse(document.getElementById("charts").textContent);
  const slides = [...document.querySelectorAll("[data-slide]")];
  const figures = [...document.querySelectorAll("[data-chart]")];
  const night = matchMedia("(prefers-color-scheme: dark)");
  const views = new Map();
  let shown = -1; // The number of the slide that is presented; below zero while the page is read.
  let printing = false;
  let smaller = false; // Whether the full screen was left to present on.

  // A pixel of a projector that has 1280 by 720.
  const unit = () => Math.min(innerWidth / 1280, innerHeight / 720);

  const nearest = (sizes, width) =>
    sizes.reduce((one, other) => Math.abs(Math.log(one.width / width)) <= Math.abs(Math.log(other.width / width)) ? one : other);

  // The specification for the room there is, and how many times as large it is shown. On a wall no word of it is
  // smaller than 24 pixels of the projector, even where all is drawn a little smaller to fit; rows stand closer, if
  // that gives them room.
  function fitted(chart, width, height) {
    const wall = shown >= 0;
    const sizes = wall ? chart.wall : chart.read;
    const scale = wall ? Math.max(24.5 * unit(), 13) / sizes[0].smallest : 1;
    const size = nearest(sizes, width / scale);
    const spec = structuredClone(size[night.matches && !printing ? "dark" : "light"]);
    spec.datasets = Object.fromEntries(Object.entries(size.rows).map(([name, kept]) => [name, rows[kept]]));
    if (chart.fixed) return { spec, scale: width / size.width };
    spec.width = Math.floor(width / scale);
    const room = Math.floor(height / scale);
    if (wall) spec.height = room < chart.least * 0.75 ? chart.least : Math.min(room, Math.floor(size.height * 1.5));
    return { spec, scale };
  }

  async function draw(figure) {
    const width = figure.clientWidth;
    if (!width) return;
    views.get(figure)?.finalize();
    figure.replaceChildren();
    const room = figure.clientHeight;
    const { spec, scale } = fitted(charts[figure.dataset.chart], width, room);
    const place = figure.appendChild(document.createElement("div"));
    place.style.width = "100%";
    const options = { mode: "vega-lite", renderer: "svg", actions: false, ast: true, defaultStyle: false, tooltip: { disableDefaultStyle: true } };
    views.set(figure, await vegaEmbed(place, spec, options));
    const svg = place.querySelector("svg");
    if (svg) frame(svg, scale, room);
  }

  // Shows all of a drawing, also words that leave it, as large as it is wanted, or a little smaller to have room.
  function frame(svg, scale, room) {
    const { x, y, width, height } = svg.getBBox();
    const [across, down] = [svg.width, svg.height].map((length) => length.baseVal.value);
    const [left, top] = [Math.min(0, x), Math.min(0, y)];
    const [right, bottom] = [Math.max(across, x + width), Math.max(down, y + height)];
    svg.setAttribute("viewBox", [left, top, right - left, bottom - top].join(" "));
    svg.removeAttribute("width");
    svg.removeAttribute("height");
    svg.style.maxWidth = `${across * scale}px`;
    if (shown >= 0 && (bottom - top) * scale <= room / 0.98) svg.style.maxHeight = `${room}px`;
  }

  async function drawAll() {
    delete document.body.dataset.drawn;
    for (const figure of figures) await draw(figure);
    document.body.dataset.drawn = "all";
  }

  function show(number) {
    shown = Math.max(0, Math.min(number, slides.length - 1));
    slides.forEach((slide, place) => slide.classList.toggle("shown", place === shown));
    const slide = slides[shown];
    document.getElementById("count").textContent = `${shown + 1} / ${slides.length}`;
    document.getElementById("told").textContent = `${shown + 1} / ${slides.length}: ${slide.dataset.slide}`;
    slide.tabIndex = 0; // It may be longer than the screen.
    slide.scrollTop = 0;
    slide.focus({ preventScroll: true });
    drawAll();
  }

  function present() {
    if (shown >= 0) return;
    const below = slides.findIndex((slide) => slide.getBoundingClientRect().bottom > innerHeight / 3);
    smaller = false;
    document.body.classList.add("presenting");
    document.documentElement.requestFullscreen?.().catch(() => {});
    show(below);
  }

  function end() {
    if (shown < 0) return;
    const last = slides[shown];
    shown = -1;
    document.body.classList.remove("presenting");
    slides.forEach((slide) => slide.classList.remove("shown"));
    if (document.fullscreenElement) document.exitFullscreen();
    drawAll().then(() => last.scrollIntoView({ behavior: "instant" }));
    last.focus({ preventScroll: true });
    for (const slide of slides) if (slide !== last) slide.removeAttribute("tabindex");
  }

  function full() {
    smaller = Boolean(document.fullscreenElement);
    if (smaller) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.().catch(() => {});
  }

  const does = { present, end, full, on: () => show(shown + 1), back: () => show(shown - 1) };
  const keys = {
    ArrowRight: does.on, PageDown: does.on, " ": does.on, ArrowLeft: does.back, PageUp: does.back,
    Home: () => show(0), End: () => show(slides.length - 1), Escape: end, f: full,
  };

  addEventListener("click", (event) => does[event.target.closest("[data-does]")?.dataset.does]?.());
  addEventListener("keydown", (event) => {
    if (shown < 0 || event.ctrlKey || event.altKey || event.metaKey || !(event.key in keys)) return;
    if (event.key === " " && event.target.closest("button")) return;
    event.preventDefault();
    keys[event.key]();
  });
  // Browsers keep to themselves the key by which somebody leaves the full screen.
  addEventListener("fullscreenchange", () => document.fullscreenElement || smaller || end());
  night.addEventListener("change", drawAll);
  addEventListener("beforeprint", () => { printing = true; end(); drawAll(); });
  addEventListener("afterprint", () => { printing = false; drawAll(); });
  let waiting = 0;
  addEventListener("resize", () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(drawAll); });
  document.fonts.ready.then(drawAll);
})();
