export default function ({ data, parentElement, setTriggerValue }) {
  const box = parentElement.querySelector(".panel");
  if (box.shown !== data) {
    box.shown = data;
    box.innerHTML = data;
    const bar = box.querySelector("nav"), page = bar?.querySelector(".on");
    if (page) bar.scrollLeft = page.offsetLeft - (bar.clientWidth - page.clientWidth) / 2;
  }
  box.onclick = (event) => {
    const picture = event.target.closest("[data-picture]");
    if (picture) { event.preventDefault(); save(chartAfter(box), picture.dataset); return; }
    const link = event.target.closest("a[href]");
    const elsewhere = event.button || event.metaKey || event.ctrlKey || event.shiftKey;
    if (!link || elsewhere || link.hasAttribute("data-load")) return;
    event.preventDefault();
    setTriggerValue("go", link.closest("nav") ? fromHere(link) : link.getAttribute("href"));
  };
  const away = box.querySelector("[data-away]");
  if (away) window.location.replace(away.dataset.away);
}

/* The way to another page from where the address is: the board goes on without telling the server. */
function fromHere(link) {
  const way = new URL(link.href);
  for (const [name, value] of new URLSearchParams(location.search)) if (way.searchParams.has(name)) way.searchParams.set(name, value);
  return way.pathname + way.search;
}

/* The first chart that follows this panel on the page. */
function chartAfter(box) {
  const host = box.getRootNode().host ?? box;
  const follows = (chart) => host.compareDocumentPosition(chart) & Node.DOCUMENT_POSITION_FOLLOWING;
  return [...document.querySelectorAll(".js-plotly-plot")].find(follows);
}

/* The chart's layers as one drawing on the page's ground, saved as SVG or as PNG at twice the size. */
function save(chart, { picture, name }) {
  if (!chart) return;
  const { width, height } = chart.getBoundingClientRect();
  const layers = [...chart.querySelectorAll(".main-svg")].map((layer) => layer.cloneNode(true));
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  Object.entries({ xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}` })
    .forEach(([key, value]) => drawing.setAttribute(key, value));
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  Object.entries({ width: "100%", height: "100%", fill: "#0a132a" }).forEach(([key, value]) => ground.setAttribute(key, value));
  drawing.append(ground, ...layers);
  const text = new XMLSerializer().serializeToString(drawing);
  const svg = new Blob([text], { type: "image/svg+xml" });
  if (picture === "svg") { download(svg, `${name}.svg`); return; }
  const image = new Image();
  image.onload = () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: width * 2, height: height * 2 });
    canvas.getContext("2d").drawImage(image, 0, 0, width * 2, height * 2);
    canvas.toBlob((png) => download(png, `${name}.png`));
  };
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
}

function download(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
