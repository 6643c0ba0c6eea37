import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ListenMood, openDeepgramServer } from '../../../test/support/engines/deepgram.ts';
import { LOUDNESS } from '../../../test/support/loudness.ts';
import { openTestRecognition } from '../../../test/support/recognition.ts';
import { NO_ACCOUNTS, TEST_USE } from '../../../test/support/speech.ts';
import { tones, writeTinyStreamingRecognizer } from '../../../test/support/tinyRecognizer.ts';
import { openDeepgram } from '../../providers/deepgram/deepgram.ts';
import { type LocalRecognizers, openLocalRecognizers } from '../../providers/sherpa/localRecognizers.ts';
import type { SpeechAccounts } from '../contract.ts';
import type { HeardEvent, Recognition, SpeechRecognizer } from './contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'recognisers-'));
let local: LocalRecognizers;
const servers = [await openDeepgramServer(), await openDeepgramServer()] as const;
const opened: Recognition[] = [];
beforeAll(async () => {
  writeTinyStreamingRecognizer(join(folder, 'tiny-streaming-en'));
  local = openLocalRecognizers({ folder, memoryLimitBytes: 256 * 2 ** 20 });
  await local.models();
});
afterAll(async () => {
  for (const recognition of opened) await recognition.close();
  for (const server of servers) await server.close();
  await local?.close();
  rmSync(folder, { recursive: true, force: true });
});

type Id = 'first' | 'second' | 'zipformer-live';

/** Two services that speak Deepgram's protocol, and a recogniser of this machine, asked in this order. */
function scene(moods: readonly [ListenMood, ListenMood], order: readonly Id[]) {
  const services = (['first', 'second'] as const).map((id, index): SpeechRecognizer => {
    const server = servers[index]!;
    server.mood = moods[index]!;
    const engine = openDeepgram({
      apiKey: server.key,
      baseUrl: server.url,
      patience: { idleMs: 1_000 },
    });
    return { ...engine, id, name: id };
  });
  const accounts: { voice: string; end: string }[] = [];
  const reserve: SpeechAccounts['reserve'] = async (_by, { voice }) => {
    const row = { voice: voice.id.split(':')[0]!, end: 'reserved' };
    accounts.push(row);
    const so = (end: string) => {
      row.end = end;
    };
    return {
      settle: (seconds) => so(seconds.toFixed(1)),
      lose: () => so('lost'),
      release: () => so('released'),
    };
  };
  const here = local.kinds.find(({ id }) => id === 'zipformer-live')!.open!({});
  const recognition = openTestRecognition([here, ...services], {
    detector: LOUDNESS,
    accounts: { ...NO_ACCOUNTS, reserve },
    listenerOrder: async () => order,
  });
  opened.push(recognition);
  const stream = recognition.stream({
    workspaceId: 'w',
    use: { purpose: 'test', actor: TEST_USE.actor },
    language: 'en',
    sampleRateHz: 16_000,
    signal: new AbortController().signal,
  });
  const say = (sound: Float32Array) => {
    for (let at = 0; at < sound.length; at += 1_600) stream.push(sound.subarray(at, at + 1_600));
  };
  return { accounts, stream, say };
}

type Final = Extract<HeardEvent, { type: 'final' }>;

async function finalsOf(
  stream: { events: AsyncIterable<HeardEvent> },
  onFirst: () => void,
): Promise<Final[]> {
  const finals: Final[] = [];
  for await (const event of stream.events) if (event.type === 'final' && finals.push(event) === 1) onFirst();
  return finals;
}

/** Who understood what. */
function byEngine(finals: readonly Final[]): [string, string][] {
  const turns: [string, string[]][] = [];
  for (const { engine, words } of finals) {
    const said = words.map(({ text }) => text.toLowerCase());
    if (turns.at(-1)?.[0] === engine.id) turns.at(-1)![1].push(...said);
    else turns.push([engine.id, said]);
  }
  return turns.map(([id, said]) => [id, said.join(' ')]);
}

const SOUND = tones(['one', 'two', 'three', 'four', 'five', 'one', 'two', 'three']);
const [BEGINNING, REST] = [SOUND.subarray(0, 24_000), SOUND.subarray(24_000)];

test.each(['broken', 'unauthorized', 'busy', 'silent', 'nonsense'] as const)(
  'the first of the order is %s when it is asked, the second breaks off: the third goes on, and no word is lost or doubled',
  async (mood) => {
    const { accounts, stream, say } = scene([mood, 'cut'], ['first', 'second', 'zipformer-live']);
    say(BEGINNING);
    const finals = await finalsOf(stream, () => {
      say(REST);
      stream.finish();
    });
    expect(byEngine(finals)).toEqual([
      ['second', 'one two three'],
      ['zipformer-live', 'four five one two three'],
    ]);
    for (const [index, { startMs }] of finals.flatMap(({ words }) => words).entries())
      expect(Math.abs(startMs - 500 * index), `word ${index}`).toBeLessThan(250);
    // Who understood nothing before it failed is not paid.
    expect(accounts).toEqual([
      { voice: 'first', end: 'released' },
      { voice: 'second', end: '4.0' },
      { voice: 'zipformer-live', end: '2.6' },
    ]);
    await expect.poll(() => servers.map(({ open }) => open)).toEqual([0, 0]);
  },
);

test('the order of the workspace says who listens, and whoever is not named is not asked', async () => {
  const { accounts, stream, say } = scene(['well', 'well'], ['second', 'first']);
  say(SOUND);
  stream.finish();
  expect(byEngine(await finalsOf(stream, () => undefined))).toEqual([
    ['second', 'one two three four five six seven eight'],
  ]);
  expect(accounts).toEqual([{ voice: 'second', end: '4.0' }]);

  const away = scene(['broken', 'broken'], ['second', 'first']);
  away.say(SOUND);
  await expect(finalsOf(away.stream, () => undefined)).rejects.toMatchObject({ code: 'engine-unavailable' });
  expect(away.accounts).toEqual([
    { voice: 'second', end: 'released' },
    { voice: 'first', end: 'released' },
  ]);
});

test('what shall be final now is so, also when whoever was asked for it fails', async () => {
  const { stream, say } = scene(['broken', 'well'], ['first', 'second']);
  say(SOUND.subarray(0, 16_000));
  stream.flush();
  say(SOUND.subarray(16_000, 20_000));
  const finals = await finalsOf(stream, () => {
    say(SOUND.subarray(20_000, 32_000));
    stream.finish();
  });
  expect(finals.map(({ text }) => text)).toEqual(['one two', 'three four']);
});
