import { expect, test } from 'vitest';
import { TEST_USE } from '../../../test/support/speech.ts';
import type { HearingStream } from '../../speech/recognition/contract.ts';
import { EventQueue } from '../../speech/recognition/eventQueue.ts';
import type { LineListener } from '../../speech/voiceActivity.ts';
import { Ears } from './ears.ts';

function scene() {
  const lines: { listener: LineListener; closed: boolean }[] = [];
  const pushed: number[] = [];
  const told: string[] = [];
  const at = { backlogMs: 0 };
  const queue = new EventQueue<never>();
  const stream: HearingStream = {
    push: (samples) => pushed.push(samples.length),
    flush: () => undefined,
    finish: () => queue.end(),
    events: queue,
  };
  const ears = new Ears(
    {
      version: '1',
      open(listener) {
        const line = { listener, closed: false };
        lines.push(line);
        return {
          push: () => undefined,
          get backlogMs() {
            return at.backlogMs;
          },
          close: () => {
            line.closed = true;
          },
        };
      },
      close: async () => undefined,
    },
    { stream: () => stream },
    { workspaceId: 'w', use: TEST_USE, language: 'en-US' },
    {
      onSpeechStart: (ms) => told.push(`start ${ms}`),
      onSpeechEnd: (ms) => told.push(`end ${ms}`),
      onInterim: () => undefined,
      onFinal: () => undefined,
      onFlushed: () => told.push('flushed'),
      onTrouble: () => told.push('trouble'),
    },
  );
  const hear = (ms: number) => {
    for (let n = 0; n < ms / 20; n++) ears.audio(new Uint8Array(160).fill(0xff));
  };
  return { ears, lines, pushed, told, at, hear };
}

test('a recogniser is given what came shortly before the onset, then tenths of a second, and nothing between utterances', async () => {
  const { ears, lines, pushed, told, hear } = scene();
  hear(1_000);
  // Nothing was asked yet.
  ears.listen(900);
  hear(1_000);
  expect(pushed).toEqual([]);
  ears.expect({});
  // Judged late: the onset was 80 ms ago.
  lines[0]!.listener.onSpeechStart(1_920);
  ears.listen(1_920);
  hear(120);
  ears.flush();
  await new Promise((resolve) => setImmediate(resolve));
  expect(pushed.reduce((sum, samples) => sum + samples, 0)).toBe((300 + 80 + 120) * 8);
  expect(Math.max(...pushed)).toBe(800);
  expect(told).toEqual(['start 1920', 'flushed']);
  hear(500);
  expect(pushed).toHaveLength(5);
  ears.close();
});

test('what was said can be heard again from its beginning, up to twenty seconds of it', async () => {
  const { ears, pushed, hear } = scene();
  ears.expect({});
  hear(2_000);
  expect(ears.canHearFrom(400)).toBe(false);
  ears.keepFrom(1_900);
  hear(5_000);
  expect(ears.canHearFrom(1_900)).toBe(true);
  ears.listen(1_900);
  ears.flush();
  expect(pushed.reduce((sum, samples) => sum + samples, 0)).toBe((300 + 5_100) * 8);
  hear(30_000);
  expect(ears.canHearFrom(1_900)).toBe(false);
  expect(ears.canHearFrom(17_000)).toBe(true);
  ears.keepFrom(null);
  hear(500);
  expect(ears.canHearFrom(36_000)).toBe(false);
  expect(ears.canHearFrom(36_500)).toBe(true);
  ears.close();
});

test('a detector that judges nothing any more is replaced, and what was being said is over', () => {
  const { ears, lines, told, at, hear } = scene();
  hear(200);
  lines[0]!.listener.onSpeechStart(100);
  at.backlogMs = 1_000;
  hear(2_000);
  expect(lines).toHaveLength(2);
  expect(lines[0]!.closed).toBe(true);
  at.backlogMs = 0;
  // Its times count from where it began; what the other still says is nothing.
  lines[0]!.listener.onSpeechEnd(300);
  hear(40);
  lines[1]!.listener.onSpeechStart(20);
  expect(told).toEqual(['start 100', 'end 2180', 'start 2200']);
  ears.close();
});
