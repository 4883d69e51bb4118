import { expect, test } from "vitest";
import { linked } from "../src/live/links";
import { Layer, segmentAt, stateAt, unpacked, type SegmentTold } from "../src/live/pictures";

const packed = (rows: readonly number[]): string =>
  btoa(String.fromCharCode(...new Uint8Array(Int16Array.from(rows).buffer)));

test("rows are the sums of what differs from row to row", () => {
  expect([...unpacked(packed([1, 100, 1, -300, -5, 0]), 2)]).toEqual([1, 100, 2, -200, -3, -200]);
});

test("a layer is drawn and placed frame by frame", () => {
  const places = packed([8192, 0, 0, 8192, 160, -8, 0, 4096, -4096, 0, 1, 0]);
  const layer = new Layer({ layer: "mouth", drawings: packed([7, -2]), places });
  expect([layer.drawing(0), layer.drawing(1)]).toEqual([7, 5]);
  expect(layer.place(0)).toBe("matrix(1,0,0,1,10,-0.5)");
  expect(layer.place(1)).toBe("matrix(1,0.5,-0.5,1,10.0625,-0.5)");
});

test("a state holds until the next change", () => {
  const changes = [
    [0, 0, 34],
    [3, 0.5, 10],
    [9, 1, 0],
  ] as const;
  expect([0, 2, 3, 8, 50].map((frame) => stateAt(changes, frame)[0])).toEqual([0, 0, 0.5, 0.5, 1]);
  expect(stateAt([], 4)).toEqual([]);
});

test("a frame belongs to the segment that has begun last", () => {
  const segments = [0, 24, 72].map((start) => ({ start }) as SegmentTold);
  expect([0, 23, 24, 71, 72, 900].map((frame) => segmentAt(segments, frame))).toEqual([0, 0, 1, 1, 2, 2]);
});

test("a number leads where it leads in the sentence, in whatever line it stands", () => {
  const [one, two] = [
    { text: "29.5%", href: "/a" },
    { text: "29.5%", href: "/b" },
  ];
  expect(linked(["Plan 29.5%,", "share 29.5%."], [one, two])).toEqual([
    [{ text: "Plan " }, one, { text: "," }],
    [{ text: "share " }, two, { text: "." }],
  ]);
});

test("a number that is broken over two lines is text, and the next is still a link", () => {
  const [broken, whole] = [
    { text: "12 points", href: "/a" },
    { text: "7%", href: "/b" },
  ];
  expect(linked(["behind by 12", "points, at 7%"], [broken, whole])).toEqual([
    [{ text: "behind by 12" }],
    [{ text: "points, at " }, whole, { text: "" }],
  ]);
});
