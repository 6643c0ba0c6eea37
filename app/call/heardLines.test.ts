import { expect, test } from 'vitest';
import type { CallEvent } from '../../shared/calls/timeline.ts';
import { heardLines } from './heardLines.ts';

const heard = (text: string, keys = false): CallEvent => ({
  kind: 'heard',
  atMs: 0,
  endMs: 1,
  text,
  confidence: null,
  engineId: null,
  keys,
  secret: false,
});
const answered: CallEvent = { kind: 'reprompt', atMs: 2, why: 'silence', count: 1 };

test('words that go on after a pause are read once, whole', () => {
  const events = [
    heard('where is'),
    heard('Where is my order nine'),
    heard('where is my order number one'),
    answered,
    heard('where is it'),
    heard('1', true),
    heard('1', true),
    heard('no, wait'),
  ];
  expect(heardLines(events)).toEqual(events.slice(2));
});
