/* The numbers of captions as links: the same as in the transcript beside them. */

/** A stretch of a caption; a number leads to where it comes from. */
export interface Piece {
  readonly text: string;
  readonly href?: string;
}

/** The lines of a sentence's caption, all of them, cut at its links, which follow one another as in the sentence. */
export function linked(lines: readonly string[], links: readonly Piece[]): Piece[][] {
  const whole = lines.join("\n");
  const pieces: Piece[] = [];
  let from = 0;
  for (const link of links) {
    const at = whole.indexOf(link.text, from);
    if (at < 0) continue; // it is broken over two lines
    pieces.push({ text: whole.slice(from, at) }, link);
    from = at + link.text.length;
  }
  return inLines([...pieces, { text: whole.slice(from) }]);
}

function inLines(pieces: readonly Piece[]): Piece[][] {
  const lines: Piece[][] = [[]];
  for (const piece of pieces) {
    const [first = "", ...more] = piece.text.split("\n");
    lines.at(-1)!.push({ ...piece, text: first });
    lines.push(...more.map((text) => [{ ...piece, text }]));
  }
  return lines;
}
