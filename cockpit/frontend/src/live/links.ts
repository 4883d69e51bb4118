/* The numbers of a caption as links: the same as in the transcript beside it. */

/** A number of a sentence and where it leads. */
export interface Link {
  readonly text: string;
  readonly href: string;
}

/** A line with those of a sentence's links that are in it; the line's pieces follow one another as in the sentence. */
export function linked(line: string, links: readonly Link[]): Node[] {
  const found: Node[] = [];
  let rest = line;
  for (const { text, href } of links) {
    const at = rest.indexOf(text);
    if (at < 0) continue;
    const link = document.createElement("a");
    link.href = href;
    link.textContent = text;
    found.push(document.createTextNode(rest.slice(0, at)), link);
    rest = rest.slice(at + text.length);
  }
  return [...found, document.createTextNode(rest)];
}
