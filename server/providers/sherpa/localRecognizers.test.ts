import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  tones,
  writeTinyRecognizer,
  writeTinyStreamingRecognizer,
} from '../../../test/support/tinyRecognizer.ts';
import { resample } from '../../audio/resample.ts';
import type { RecognitionEvent, SpeechRecognizer } from '../../speech/recognition/contract.ts';
import { openLocalRecognizers } from './localRecognizers.ts';

const folder = mkdtempSync(join(tmpdir(), 'recognisers-'));
const local = openLocalRecognizers({ folder, memoryLimitBytes: 256 * 2 ** 20 });
afterAll(async () => {
  await local.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeAll(async () => {
  expect(local.kinds.every(({ open }) => open === undefined)).toBe(true);
  writeTinyRecognizer(join(folder, 'tiny-nemo-de-small'));
  writeTinyRecognizer(join(folder, 'tiny-nemo-en'));
  writeTinyStreamingRecognizer(join(folder, 'tiny-streaming-en'));
  mkdirSync(join(folder, 'no-recogniser'));
  await local.models();
});
const engineOf = (id: string): SpeechRecognizer => local.kinds.find((kind) => kind.id === id)!.open!({});
const signal = new AbortController().signal;
const SAID = ['three', 'one', 'four', 'one', 'five', 'two'];

test('a recording is understood with the times of its words, whatever its rate', async () => {
  const engine = engineOf('zipformer');
  expect(engine.languages).toEqual(['de', 'en']);
  const sound = tones(SAID);
  const heard = await engine.transcribe(sound, 16_000, { language: 'en-US', signal });
  expect(heard.text).toBe(SAID.join(' '));
  expect(heard.words.map(({ text }) => text)).toEqual(SAID);
  for (const [index, { startMs, endMs }] of heard.words.entries()) {
    expect(Math.abs(startMs - 500 * index)).toBeLessThan(80);
    expect(endMs).toBeGreaterThan(startMs);
  }
  const narrow = await engine.transcribe(resample(sound, 16_000, 8_000), 8_000, { language: 'de', signal });
  expect(narrow.text).toBe(SAID.join(' '));
});

test('silence and noise give no words', async () => {
  const engine = engineOf('zipformer');
  const noise = Float32Array.from({ length: 16_000 }, (_, n) => 0.0005 * Math.sin(n * n));
  for (const sound of [new Float32Array(16_000), noise])
    expect(await engine.transcribe(sound, 16_000, { signal, language: 'en' })).toMatchObject({
      text: '',
      words: [],
    });
});

async function listen(engine: SpeechRecognizer, pieces: Float32Array[], flushAt = -1) {
  const stream = engine.stream!({ sampleRateHz: 16_000, signal, language: 'en' });
  for (const [index, piece] of pieces.entries()) {
    for (let at = 0; at < piece.length; at += 320) stream.push(piece.subarray(at, at + 320));
    if (index === flushAt) stream.flush();
  }
  stream.finish();
  const events: RecognitionEvent[] = [];
  for await (const event of stream.events) events.push(event);
  return events;
}

test('sound that comes piece by piece is understood as it comes; a pause ends an utterance', async () => {
  const engine = engineOf('zipformer-live');
  const events = await listen(engine, [
    tones(['one', 'two', 'three']),
    new Float32Array(24_000),
    tones(['four', 'five']),
  ]);
  const finals = events.filter((event) => event.type === 'final');
  expect(finals.map(({ text }) => text)).toEqual(['one two three', 'four five']);
  expect(finals[0]!.endOfUtterance).toBe(true);
  expect(Math.abs(finals[1]!.words[0]!.startMs - 3_000)).toBeLessThan(250);
  const interim = events.filter((event) => event.type === 'interim').map(({ text }) => text);
  expect(interim).toEqual(expect.arrayContaining(['one', 'one two', 'four']));
  const flushed = await listen(engine, [tones(['one', 'two']), tones(['three'])], 0);
  expect(flushed.filter((event) => event.type === 'final').map(({ text }) => text)).toEqual([
    'one two',
    'three',
  ]);
  const whole = await engine.transcribe(tones(SAID), 16_000, { signal, language: 'en' });
  expect(whole.text).toBe(SAID.join(' '));
});

test('many streams at once do not mix', async () => {
  const engine = engineOf('zipformer-live');
  const said = [['one', 'two'], ['three', 'four', 'five'], ['five'], ['two', 'one', 'two']];
  const heard = await Promise.all(said.map((words) => listen(engine, [tones(words)])));
  expect(
    heard.map((events) =>
      events
        .filter((event) => event.type === 'final')
        .map(({ text }) => text)
        .join(' '),
    ),
  ).toEqual(said.map((words) => words.join(' ')));
});

test('broken files are told with what is wrong, and the others go on', async () => {
  const broken = join(folder, 'broken-en');
  writeTinyRecognizer(broken);
  truncateSync(join(broken, 'model.onnx'), 700);
  const strange = join(folder, 'strange-en');
  writeTinyRecognizer(strange);
  writeFileSync(join(strange, 'tokens.txt'), '');
  const found = await local.models();
  expect(found.find(({ files }) => files.name === 'broken-en')?.problem).toContain('cut off');
  expect(found.find(({ files }) => files.name === 'strange-en')?.problem).toContain('tokens.txt');
  const heard = await engineOf('zipformer').transcribe(tones(['two']), 16_000, { signal, language: 'en' });
  expect(heard.text).toBe('two');
});

test('a recording that nobody waits for is left, and a stream that is aborted ends', async () => {
  const controller = new AbortController();
  const left = engineOf('zipformer').transcribe(tones(SAID), 16_000, {
    signal: controller.signal,
    language: 'en',
  });
  controller.abort(new Error('enough'));
  await expect(left).rejects.toThrow('enough');
  const stream = engineOf('zipformer-live').stream!({ sampleRateHz: 16_000, signal: controller.signal });
  const ends = (async () => {
    for await (const _ of stream.events);
  })();
  await expect(ends).rejects.toThrow('enough');
});
