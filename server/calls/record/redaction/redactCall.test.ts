import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { and, eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CallRedaction } from '../../../../shared/calls/redaction.ts';
import type { CallEvent } from '../../../../shared/calls/timeline.ts';
import { LIST_PRICES } from '../../../../shared/prices/priceTable.ts';
import { SpeechParameters } from '../../../../shared/speech/parameters.ts';
import { createTestDatabase, createWorkspace, type TestDatabase } from '../../../../test/support/database.ts';
import { admittedCall, heard, openTestKeeper, spoken } from '../../../../test/support/keptCalls.ts';
import { openTestSpeech, TEST_USE } from '../../../../test/support/speech.ts';
import { conversations, messages, workspaces } from '../../../db/schema/index.ts';
import {
  newState,
  openContent,
  openState,
  sealContent,
  sealState,
} from '../../../dialogue/conversations/content.ts';
import { openFlite } from '../../../providers/builtin/flite/fliteEngine.ts';
import { openFlitePronouncer } from '../../../providers/builtin/flite/flitePronouncer.ts';
import { openSoundSwallower } from '../../../providers/builtin/soundswallower/soundswallower.ts';
import type { Speech } from '../../../speech/contract.ts';
import type { SpeechRecognizer } from '../../../speech/recognition/contract.ts';
import type { AudioStore } from '../../../storage/audioStore.ts';
import { encryptedAudioStore } from '../../../storage/encryptedAudioStore.ts';
import { openFolderStore } from '../../../storage/folderStore.ts';
import { fixedMasterKeys, newMasterKey } from '../../../storage/masterKeys.ts';
import type { CallRecord } from '../../contract.ts';
import type { OpenCallKeeper } from '../callKeeper.ts';
import { finishCall } from '../finishCall.ts';
import { readEvents } from '../readCalls.ts';
import { readSegments } from '../readRecording.ts';
import { alignByEar } from './alignByEar.ts';
import { partySound } from './beepRecording.ts';

let db: TestDatabase;
let folder: string;
let audioStore: AudioStore;
let workspaceId: string;
let speech: Speech;
let ear: SpeechRecognizer;
let keeper: OpenCallKeeper;
beforeAll(async () => {
  db = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'voiceops-redaction-'));
  audioStore = encryptedAudioStore(await openFolderStore(folder), fixedMasterKeys([newMasterKey()]));
  ({ workspaceId } = await createWorkspace(db));
  speech = openTestSpeech([openFlite({ processes: 1 })]);
  ear = openSoundSwallower({ processes: 1, pronouncers: [openFlitePronouncer()] });
  keeper = openTestKeeper({ database: db.database, audioStore });
});
afterAll(async () => {
  await keeper.close(1000);
  await speech.close();
  await ear.close?.();
  await db.close();
  await rm(folder, { recursive: true, force: true });
});

const kept = () => ({ database: db.database, audioStore });

async function finished(
  say: (record: CallRecord) => void,
  { policy = 'text-and-audio', listening = false }: { policy?: CallRedaction; listening?: boolean } = {},
): Promise<{ id: string; events: CallEvent[] }> {
  await db.database.withWorkspace(workspaceId, (tx) =>
    tx.update(workspaces).set({ callRedaction: policy }).where(eq(workspaces.id, workspaceId)),
  );
  const call = admittedCall(workspaceId);
  const record = keeper.begin(call, call.id);
  say(record);
  await record.end('goodbye', 60_000);
  const align = listening ? alignByEar([ear]) : null;
  await finishCall(
    { ...kept(), prices: LIST_PRICES, telephonyUsdPerMinute: null, align },
    { workspaceId, callId: call.id },
  );
  return { id: call.id, events: await readEvents(kept(), workspaceId, call.id) };
}

const textsOf = (events: readonly CallEvent[]) =>
  events.flatMap((event) =>
    event.kind === 'heard' ? [event.text] : event.kind === 'spoken' ? [event.heard] : [],
  );

test('events are rewritten once the call is over, as the workspace wants it; what is approved stays', async () => {
  const said = (record: CallRecord) => {
    record.event(
      spoken(0, 'Call us any time at 202 555 0100.', {
        source: { kind: 'slot', channel: 'c', slot: 's', deploymentId: v7(), versionId: v7(), digest: 'd' },
      }),
    );
    // The name is known only later.
    record.event(spoken(500, 'Hello Zelenka, your name please?'));
    record.event(heard(1000, 'my name is hana zelenka'));
    record.event({
      kind: 'collected',
      atMs: 1500,
      name: 'callerName',
      value: 'Hana Zelenka',
      confirmed: true,
    });
    record.event(heard(2000, '2025550123', { keys: true, engineId: null }));
    record.event({ kind: 'key', atMs: 2100, digit: '7' });
  };
  const off = await finished(said, { policy: 'off' });
  expect(textsOf(off.events)).toContain('my name is hana zelenka');
  const { events } = await finished(said, { policy: 'text' });
  expect(textsOf(events)).toEqual([
    'Call us any time at 202 555 0100.',
    'Hello [name], your name please?',
    'my name is [name]',
    '[phone]',
  ]);
  expect(events.find(({ kind }) => kind === 'collected')).toMatchObject({ value: '[name]' });
  expect(events.find(({ kind }) => kind === 'key')).toMatchObject({ digit: '•' });
});

test('a number that was keyed in where single keys were asked for is taken out, and choices are not', async () => {
  const card = '4242424242424242';
  const { events } = await finished((record) => {
    const press = (atMs: number, digit: string) => {
      record.event({ kind: 'key', atMs, digit });
      record.event(heard(atMs, digit, { endMs: atMs, keys: true, engineId: null, confidence: null }));
    };
    record.event(spoken(0, 'For orders press one.'));
    press(2_000, '1');
    record.event({ kind: 'step', atMs: 2_000, stepId: 'more', step: 'menu', title: 'More' });
    record.event(spoken(2_100, 'For returns press two.'));
    for (const [n, digit] of [...card].entries()) press(20_000 + n * 900, digit);
    press(60_000, '2');
  });
  const keys = events.flatMap((event) => (event.kind === 'key' ? [event.digit] : []));
  expect(keys.join('')).toBe(`1${'•'.repeat(16)}2`);
  expect(textsOf(events).filter((text) => /^\d$/.test(text))).toEqual(['1', '2']);
});

test('what a person who took over said is rewritten and covered as well, and what their questions were for', async () => {
  const OLGA = { kind: 'user' as const, id: v7(), name: 'Olga' };
  const says = (atMs: number, text: string, startsMs: number[] = []) =>
    spoken(atMs, text, {
      purpose: 'person',
      source: { kind: 'person', actor: OLGA },
      words: text
        .split(' ')
        .map((word, n) => ({ text: word, startMs: startsMs[n] ?? 0, endMs: (startsMs[n] ?? 0) + 100 })),
    });
  const SOUND = 0x1e;
  const { id, events } = await finished((record) => {
    record.startRecording(0);
    for (const party of ['caller', 'agent'] as const)
      record.sound(party, new Uint8Array(10_000 * 8).fill(SOUND), 0);
    record.event({ kind: 'person', atMs: 10, state: 'took-over', actor: OLGA });
    record.event(says(1_000, 'what is your name please'));
    record.event(heard(2_500, ''));
    record.event(spoken(3_000, '', { purpose: 'person', source: { kind: 'person', actor: OLGA } }));
    record.event(heard(4_500, 'zelenka'));
    record.event(says(6_000, 'so that is hana@example.com', [6_000, 6_200, 6_400, 6_600]));
  });
  expect(textsOf(events)).toEqual(['what is your name please', '', '', '[name]', 'so that is [e-mail]']);
  expect(JSON.stringify(events)).not.toMatch(/zelenka|hana/i);
  const segments = await readSegments(kept(), workspaceId, id);
  const untouched = async (party: 'caller' | 'agent', fromMs: number, toMs: number) => {
    const sound = await partySound(kept(), workspaceId, segments, party, fromMs, toMs);
    return sound.every((sample) => sample === SOUND);
  };
  expect(await untouched('agent', 6_600, 6_700)).toBe(false);
  expect(await untouched('agent', 0, 6_400)).toBe(true);
  expect(await untouched('caller', 4_500, 5_500)).toBe(false);
  expect(await untouched('caller', 6_000, 7_000)).toBe(true);
});

test('the conversation of a call is rewritten with it', async () => {
  const conversationId = v7();
  const by = { createdByKind: 'system', createdByName: 'Telephone' } as const;
  await db.database.withWorkspace(workspaceId, async (tx) => {
    await tx.insert(conversations).values({
      id: conversationId,
      workspaceId,
      messageCount: 1,
      sealedSecret: sealState(audioStore, newState('I am at hana@example.com')),
      ...by,
    });
    await tx.insert(messages).values({
      workspaceId,
      conversationId,
      number: 1,
      by: 'person',
      sealedSecret: sealContent(audioStore, { text: 'I am at hana@example.com' }),
    });
  });
  await finished((record) => record.conversation(conversationId), { policy: 'text' });
  await db.database.withWorkspace(workspaceId, async (tx) => {
    const [row] = await tx.select().from(conversations).where(eq(conversations.id, conversationId));
    const [message] = await tx
      .select()
      .from(messages)
      .where(and(eq(messages.conversationId, conversationId), eq(messages.number, 1)));
    expect(openState(audioStore, row!.sealedSecret).title).toBe('I am at [e-mail]');
    expect(openContent(audioStore, message!.sealedSecret).text).toBe('I am at [e-mail]');
  });
});

/** Personal data in brackets. */
const LINES = [
  'my name is [Maria Lopez] and I have a question',
  'the card number is [four five three two seven one nine eight two two one four four zero one two]',
  'please call me back on [two zero two five five five zero one two three] after lunch',
  'you can write to [jane dot doe at example dot com] about the invoice',
  'I live at [twelve maple street] since last summer',
  'my account number is [eight one two four four three nine] thank you very much',
  'this is [Susan Miller] speaking about the order',
  'it should be under the name of [Peter Hoffman] for two people',
];

test('what is taken out of the text is a tone in the recording; the words around it are still there', async () => {
  const spokenLines: {
    atMs: number;
    endMs: number;
    text: string;
    hidden: [number, number][];
    free: [number, number][];
  }[] = [];
  const sounds: { mulaw: Uint8Array; atMs: number }[] = [];
  let atMs = 500;
  for (const [n, line] of LINES.entries()) {
    const text = line.replaceAll(/[[\]]/g, '');
    const [from, to] = [line.indexOf('['), line.indexOf(']') - 1];
    const master = await speech.speak({
      text,
      language: 'en-US',
      voiceId: ['flite:slt', 'flite:rms', 'flite:awb'][n % 3]!,
      parameters: SpeechParameters.parse({}),
      workspaceId,
      use: TEST_USE,
      signal: new AbortController().signal,
    });
    const { bytes } = await speech.encode(master.samples, master.sampleRateHz, {
      codec: 'ulaw',
      rateHz: 8000,
    });
    const durationMs = Math.round(bytes.length / 8);
    const span = (personal: boolean) =>
      master.words
        .filter(({ charStart, charEnd }) => (charStart < to && charEnd > from) === personal)
        .map(({ startMs, endMs }): [number, number] => [atMs + startMs, atMs + endMs]);
    spokenLines.push({ atMs, endMs: atMs + durationMs, text, hidden: span(true), free: span(false) });
    sounds.push({ mulaw: bytes, atMs });
    atMs += durationMs + 700;
  }
  const { id, events } = await finished(
    (record) => {
      record.startRecording(0);
      for (const { mulaw, atMs: start } of sounds) record.sound('caller', mulaw, start);
      for (const { atMs: start, endMs, text } of spokenLines) record.event(heard(start, text, { endMs }));
    },
    { listening: true },
  );
  for (const text of textsOf(events))
    expect(text).toMatch(/\[(name|card number|phone|e-mail|address|account number)\]/);

  const segments = await readSegments(kept(), workspaceId, id);
  const sound = await partySound(kept(), workspaceId, segments, 'caller', 0, atMs);
  // The tone repeats itself every eight samples, which speech does not.
  const covered = ([fromMs, toMs]: [number, number]) => {
    let same = 0;
    for (let i = Math.round(fromMs * 8); i < toMs * 8; i++)
      if (sound[i] === sound[i + 8] || sound[i] === sound[i - 8]) same++;
    return same / ((toMs - fromMs) * 8);
  };
  const figures = spokenLines.map(({ text, hidden, free }) => ({
    text,
    hidden: hidden.map(covered),
    free: free.filter((span) => covered(span) < 0.5).length / free.length,
  }));
  const words = figures.flatMap(({ hidden }) => hidden);
  expect(words.length).toBeGreaterThanOrEqual(45);
  expect(words.filter((share) => share > 0.95).length / words.length).toBeGreaterThanOrEqual(0.95);
  // Nothing personal is heard when somebody looks for it: what is left of each such line is not the line.
  expect(figures.filter(({ free }) => free > 0.3).length).toBeGreaterThanOrEqual(5);
}, 120_000);
