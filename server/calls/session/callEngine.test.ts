import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RealCalls, realCalls } from '../../../test/support/calls/realCalls.ts';
import { talkFlow } from '../../../test/support/calls/virtualCall.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { openDeepgramServer } from '../../../test/support/engines/deepgram.ts';
import { decodeMuLaw } from '../../audio/g711.ts';
import { openSilero } from '../../providers/builtin/silero/silero.ts';
import { openDeepgram } from '../../providers/deepgram/deepgram.ts';
import type { AudioStore } from '../../storage/audioStore.ts';
import { encryptedAudioStore } from '../../storage/encryptedAudioStore.ts';
import { openFolderStore } from '../../storage/folderStore.ts';
import { fixedMasterKeys, newMasterKey } from '../../storage/masterKeys.ts';

let db: TestDatabase;
let folder: string;
let calls: RealCalls;
let store: AudioStore;
const silero = openSilero();

beforeAll(async () => {
  db = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'voiceops-call-'));
  store = encryptedAudioStore(await openFolderStore(folder), fixedMasterKeys([newMasterKey()]));
  calls = await realCalls(db, store);
}, 60_000);
afterAll(async () => {
  await calls.close();
  await silero.close();
  await rm(folder, { recursive: true, force: true });
  await db.close();
}, 60_000);

test('a spoken call with everything built in: two questions are heard, answered and listened to', async () => {
  const call = calls.call(talkFlow());
  const hours = await calls.speak('What are your opening hours?');
  const order = await calls.speak('Where is my order number one two three four five?', 'flite:rms');
  const patient = { timeout: 60_000, interval: 50 };
  await expect.poll(() => call.of('spoken').some(({ text }) => text.startsWith('Hello')), patient).toBe(true);
  for (const [sound, turns] of [
    [hours, 1],
    [order, 2],
  ] as const) {
    const from = call.transport.heard.length;
    call.transport.say(sound);
    await expect.poll(() => call.of('turn').length, patient).toBe(turns);
    const spans = await silero.speechSpans(decodeMuLaw(call.heardSince(from)), 8_000, {
      signal: new AbortController().signal,
    });
    expect(spans.length, 'speech of ours is heard').toBeGreaterThan(0);
  }
  const [first, second] = call.of('turn');
  expect(first?.intent).toBe('business-hours');
  expect(second?.intent).toBe('order-status');
  const answers = call.of('spoken').filter(({ purpose }) => purpose === 'answer');
  const said = answers.map(({ heard }) => heard).join(' ');
  expect(said).toMatch(/nine|9/i);
  expect(said).toMatch(/out for delivery/i);
  call.hangUp();
  await expect.poll(() => call.end, patient).toBe('caller-hung-up');
  expect(calls.troubles).toEqual([]);
}, 240_000);

test('with a recogniser that takes dictation, both are written down after a person took over, word by word', async () => {
  const server = await openDeepgramServer();
  const dictation = openDeepgram({ apiKey: server.key, baseUrl: server.url });
  const people = await realCalls(db, store, { recognisers: [dictation] });
  const call = people.call(talkFlow());
  const OLGA = { kind: 'user' as const, id: 'u', name: 'Olga' };
  const line = people.takeOver(OLGA);
  const saidByOlga = () => call.of('spoken').filter(({ purpose }) => purpose === 'person');
  const patient = { timeout: 60_000, interval: 50 };
  line.say(await people.speak('Hello, this is Olga. How can I help you today?'));
  await expect.poll(() => saidByOlga().length, patient).toBeGreaterThan(0);
  call.transport.say(await people.speak('The parcel that you sent me never came.', 'flite:rms'));
  await expect.poll(() => call.of('heard').length, patient).toBeGreaterThan(0);
  // That server hears a word in each half second, whatever is said.
  for (const said of [saidByOlga()[0]!, call.of('heard')[0]!]) {
    expect(said.text).toMatch(/^one two/i);
    const { words = [], atMs, endMs } = said;
    expect(
      words
        .map(({ text }) => text)
        .join(' ')
        .toLowerCase(),
    ).toBe(said.text.toLowerCase());
    // From a little before the onset, where the recogniser was given the sound from.
    for (const { startMs, endMs: untilMs } of words)
      expect(atMs - 400 <= startMs && startMs < untilMs && untilMs <= endMs + 900).toBe(true);
  }
  expect(saidByOlga()[0]!.source).toEqual({ kind: 'person', actor: OLGA });
  expect(call.of('heard')[0]).toMatchObject({ engineId: 'deepgram', secret: false });
  expect(call.of('turn')).toEqual([]);
  call.hangUp();
  await expect.poll(() => call.end, patient).toBe('caller-hung-up');
  expect(people.troubles).toEqual([]);
  await people.close();
  await dictation.close();
  await server.close();
}, 240_000);
