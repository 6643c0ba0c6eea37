import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { gatherSound } from './gatherSound.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const frame = (value: number, ms = 20) => new Uint8Array(ms * 8).fill(value);
const read = (bytes: Uint8Array) => ({
  party: bytes[0],
  atMs: new DataView(bytes.buffer).getUint32(1),
  ms: (bytes.length - 5) / 8,
  values: [...new Set(bytes.slice(5))],
});

test('what follows without a gap is one frame of 100 ms; the parties are told apart', () => {
  const sent: Uint8Array[] = [];
  const { sound: hear } = gatherSound((bytes) => sent.push(bytes));
  for (let atMs = 0; atMs < 200; atMs += 20) {
    hear('caller', frame(atMs), atMs);
    hear('agent', frame(7), atMs + 1000);
  }
  expect(sent.map(read)).toEqual([
    { party: 0, atMs: 0, ms: 100, values: [0, 20, 40, 60, 80] },
    { party: 1, atMs: 1000, ms: 100, values: [7] },
    { party: 0, atMs: 100, ms: 100, values: [100, 120, 140, 160, 180] },
    { party: 1, atMs: 1100, ms: 100, values: [7] },
  ]);
});

test('a gap begins a frame at its own time, and what was left of the other party is not held back', () => {
  const sent: Uint8Array[] = [];
  const { sound: hear } = gatherSound((bytes) => sent.push(bytes));
  hear('agent', frame(1), 0);
  hear('caller', frame(2), 0);
  hear('caller', frame(3), 500);
  vi.advanceTimersByTime(200);
  expect(sent.map(read)).toMatchObject([
    { party: 0, atMs: 0, ms: 20, values: [2] },
    { party: 1, atMs: 0, ms: 20, values: [1] },
    { party: 0, atMs: 500, ms: 20, values: [3] },
  ]);
});

test('the bytes are copied: the call uses them again', () => {
  const sent: Uint8Array[] = [];
  const { sound: hear } = gatherSound((bytes) => sent.push(bytes));
  const shared = frame(5, 60);
  hear('caller', shared, 0);
  shared.fill(9);
  hear('caller', shared, 60);
  expect(sent.map(read)).toMatchObject([{ ms: 120, values: [5, 9] }]);
});
