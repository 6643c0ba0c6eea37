import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RealCalls, realCalls } from '../../../test/support/calls/realCalls.ts';
import { talkFlow } from '../../../test/support/calls/virtualCall.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { decodeMuLaw } from '../../audio/g711.ts';
import { openSilero } from '../../providers/builtin/silero/silero.ts';
import { encryptedAudioStore } from '../../storage/encryptedAudioStore.ts';
import { openFolderStore } from '../../storage/folderStore.ts';
import { fixedMasterKeys, newMasterKey } from '../../storage/masterKeys.ts';

let db: TestDatabase;
let folder: string;
let calls: RealCalls;
const silero = openSilero();

beforeAll(async () => {
  db = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'voiceops-call-'));
  const store = encryptedAudioStore(await openFolderStore(folder), fixedMasterKeys([newMasterKey()]));
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
