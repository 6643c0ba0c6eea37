import { expect, test } from 'vitest';
import type { CallEvent, CallEventOf } from '../../../../shared/calls/timeline.ts';
import { lineAt, readPeaks } from './moments.ts';

const heard = (atMs: number, text: string): CallEvent => ({
  kind: 'heard',
  atMs,
  endMs: atMs + 1000,
  text,
  confidence: 1,
  engineId: null,
  keys: false,
  secret: false,
});

test('the line at a moment is the one that began last', () => {
  const events = [heard(0, 'one'), { kind: 'key', atMs: 400, digit: '1' } as CallEvent, heard(2000, 'two')];
  const textAt = (ms: number) => (lineAt(events, ms) as CallEventOf<'heard'> | null)?.text;
  expect([textAt(0), textAt(500), textAt(1999), textAt(2000), textAt(9000)]).toEqual([
    'one',
    'one',
    'one',
    'two',
    'two',
  ]);
  expect(lineAt([], 0)).toBeNull();
});

test('levels come caller and agent by turns', () => {
  expect(readPeaks(btoa(String.fromCharCode(255, 0, 51, 102)))).toEqual({
    caller: [1, 0.2],
    agent: [0, 0.4],
  });
  expect(readPeaks(null)).toEqual({ caller: [], agent: [] });
});
