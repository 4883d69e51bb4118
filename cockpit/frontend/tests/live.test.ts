import { expect, test } from "vitest";
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
