import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Flow } from '../../../shared/calls/flow.ts';
import { type RealCalls, realCalls } from '../../../test/support/calls/realCalls.ts';
import { line, talkFlow } from '../../../test/support/calls/virtualCall.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { encryptedAudioStore } from '../../storage/encryptedAudioStore.ts';
import { openFolderStore } from '../../storage/folderStore.ts';
import { fixedMasterKeys, newMasterKey } from '../../storage/masterKeys.ts';

let db: TestDatabase;
let folder: string;
let calls: RealCalls;

beforeAll(async () => {
  db = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'voiceops-email-'));
  calls = await realCalls(
    db,
    encryptedAudioStore(await openFolderStore(folder), fixedMasterKeys([newMasterKey()])),
  );
}, 60_000);
afterAll(async () => {
  await calls.close();
  await rm(folder, { recursive: true, force: true });
  await db.close();
}, 60_000);

const FLOW: Flow = {
  ...talkFlow({
    steps: {
      mail: {
        kind: 'collect',
        title: 'E-mail',
        line: line('What is your e-mail address?'),
        what: 'email',
        into: 'mail',
        secret: false,
        // What is read back is the flow’s matter (flowMachine.test.ts).
        confirm: false,
        tries: 3,
        next: 'bye',
        otherwise: 'bye',
      },
    },
  }),
  start: 'mail',
};
const patient = { timeout: 60_000, interval: 50 };
const PERSON = 'john dot miller at example dot com';
const SPELLED =
  'k as in kilo, o as in oscar, w as in whiskey, a as in alpha, l as in lima, at g mail dot com';

test.each([
  ['flite:awb', PERSON, 'john.miller@example.com'],
  ['flite:slt', PERSON, 'john.miller@example.com'],
  ['flite:rms', PERSON, 'john.miller@example.com'],
  ['flite:slt', SPELLED, 'kowal@gmail.com'],
])(
  'the built-in recogniser hears %s say %s',
  async (voice, said, address) => {
    const sound = await calls.speak(said, voice);
    const call = calls.call(FLOW);
    await expect.poll(() => call.of('spoken').some(({ heard }) => /e-mail/.test(heard)), patient).toBe(true);
    call.transport.say(sound);
    await expect.poll(() => call.of('collected').map(({ value }) => value), patient).toEqual([address]);
    call.hangUp();
  },
  150_000,
);
