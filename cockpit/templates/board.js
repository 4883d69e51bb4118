/* Streamlit calls this anew whenever the page runs; the board is mounted once, and drilling runs nothing. */
const mounted = new WeakMap();

export default function ({ data, parentElement }) {
  const host = parentElement.querySelector(".mount");
  if (!mounted.has(host)) mounted.set(host, import(new URL(data.script, document.baseURI)).then((board) => board.mount(host, data.context)));
  return () => {
    mounted.get(host)?.then((leave) => leave());
    mounted.delete(host);
  };
}
