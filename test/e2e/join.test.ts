import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Carrier, openCarrier } from '../../server/simulator/carrier/carrier.ts';
import { NO_FAULTS } from '../../server/simulator/carrier/faults.ts';
import type { CallerOnLine } from '../../server/simulator/carrier/line.ts';
import type { Line } from '../../shared/calls/flow.ts';
import type { CallEvent, CallEventOf } from '../../shared/calls/timeline.ts';
import { type Client, clientOf, signIn, until } from '../support/client.ts';
import { openRealSpeech } from '../support/engines/realSpeech.ts';
import { openXttsApiServer } from '../support/engines/xtts.ts';
import { NO_LIMITS, OWNER, type RunningNode, startNode } from '../support/node.ts';
import { formOf } from '../support/uploads.ts';

const PUBLIC_URL = 'http://voice.example.test';
const AUTH_TOKEN = 'token-of-this-test';
const NUMBER = '+12025550144';
const PASSWORD = 'another long password';
const WELCOME = 'Welcome to the clinic. Press one to hear this again, or two to leave.';
const PLAIN_WELCOME = 'Welcome. Press one to hear this again, or two to leave.';
const GOODBYE = 'Goodbye, and take care.';
const PLAIN_GOODBYE = 'Goodbye.';
const READ_ALOUD =
  'This is a recording of somebody who speaks for a while, so that there is enough of it to work with, and a little more.';

const real = openRealSpeech();
let xtts: Awaited<ReturnType<typeof openXttsApiServer>>;
let node: RunningNode;
let carrier: Carrier;
let owner: Client;
let ada: Client;
beforeAll(async () => {
  xtts = await openXttsApiServer(real);
  node = await startNode({
    ...OWNER,
    ...NO_LIMITS,
    XTTS_BASE_URL: xtts.url,
    TWILIO_AUTH_TOKEN: AUTH_TOKEN,
    VOICEOPS_PUBLIC_URL: PUBLIC_URL,
    // A machine that is busy with other tests refuses nobody.
    VOICEOPS_CALLS_BUSY_PERCENT: '100',
  });
  carrier = await openCarrier({ authToken: AUTH_TOKEN, url: node.url, publicUrl: PUBLIC_URL });
  owner = clientOf(node.url, { key: OWNER.VOICEOPS_OWNER_API_KEY });
  const person = { email: 'ada@example.com', name: 'Ada Admin', role: 'admin', password: PASSWORD };
  await made(owner.post('/api/v1/members', person));
  ada = await signIn(node.url, person.email, PASSWORD);
}, 60_000);
afterAll(async () => {
  await carrier?.close();
  await node?.stop();
  await xtts?.close();
  await real.close();
  if (node) await rm(node.dataDir, { recursive: true, force: true });
}, 60_000);

/** The body of an answer that is none of a failure. */
async function made(asked: ReturnType<Client['get']>) {
  const { status, body } = await asked;
  if (status >= 300) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** A voice of a speaker who agreed, made of a recording by an engine over the wire. */
async function ownVoice() {
  const { id } = await made(owner.post('/api/v1/personalities', { name: 'Vera' }));
  const voice = `/api/v1/personalities/${id}/voice`;
  const spoken = async (text: string) => new Blob([await real.wav(text, 24_000)], { type: 'audio/wav' });
  const sample = await made(owner.post(`${voice}/samples`, formOf({ file: await spoken(READ_ALOUD) })));
  const fields = { speaker: 'Vera Voss', scope: 'channels', expiresAt: '2100-01-01T00:00:00Z' };
  const file = await spoken('I am Vera Voss, and I agree.');
  const consent = await made(owner.post(`${voice}/consent`, formOf({ file, ...fields })));
  // It is not the statement that was to be read, so that another admin decides.
  const decision = { decision: 'allow', note: 'I heard her say it.' };
  await made(ada.post(`/api/v1/voice-reviews/${consent.id}`, decision));
  await made(owner.post(`${voice}/train`, { sampleIds: [sample.id] }));
  const trained = await until(
    () => made(owner.get(`${voice}/status`)),
    ({ state }) => state !== 'training',
  );
  expect(trained).toMatchObject({ state: 'ready', failure: null, review: null });
  return { voice, voiceId: trained.voiceId, consent };
}

/** A line that was generated in this voice, approved by Ada, and deployed. */
async function deployed(project: string, slot: string, text: string, voiceId: string) {
  const script = await made(
    owner.post(`/api/v1/projects/${project}/scripts`, { title: slot, language: 'en-US', text }),
  );
  const asked = await made(owner.post(`/api/v1/scripts/${script.id}/versions`, { voiceId }));
  const version = await until(
    () => made(owner.get(`/api/v1/versions/${asked.id}`)),
    ({ state }) => state === 'ready' || state === 'failed',
  );
  const status = `/api/v1/versions/${version.id}/status`;
  await made(owner.post(status, { to: 'in_review' }));
  await made(ada.post(status, { to: 'approved', digest: version.digest }));
  const deployment = await made(
    owner.put(`/api/v1/channels/desk/slots/${slot}`, { versionId: version.id, reason: `Our ${slot}.` }),
  );
  return { script, version, deployment };
}

/** A number that leads to a menu which can be heard again, and to a goodbye. */
async function numberWithMenu(): Promise<void> {
  const slot = (name: string, otherwise: string): Line => ({
    kind: 'slot',
    channel: 'desk',
    slot: name,
    otherwise,
  });
  const text = (words: string): Line => ({ kind: 'text', text: words });
  const flow = await made(
    owner.post('/api/v1/flows', {
      name: 'Clinic',
      content: {
        start: 'welcome',
        steps: {
          welcome: {
            kind: 'menu',
            title: 'Welcome',
            line: slot('greeting', 'Press one or two.'),
            choices: [
              { digit: '1', phrases: [], next: 'welcome' },
              { digit: '2', phrases: [], next: 'goodbye' },
            ],
            otherwise: 'goodbye',
          },
          goodbye: { kind: 'goodbye', title: 'Goodbye', line: slot('goodbye', PLAIN_GOODBYE) },
        },
        lines: {
          announcement: text('Calls are recorded.'),
          hold: text('One moment.'),
          trouble: text('Something is wrong.'),
          silence: text('Are you there?'),
          busy: text('All lines are busy.'),
        },
      },
    }),
  );
  await made(owner.post('/api/v1/phone-numbers', { number: NUMBER, name: 'Clinic', flowId: flow.id }));
}

/** Somebody on the telephone who presses keys once they are told to. */
class Caller implements CallerOnLine {
  private readonly keys: string[] = [];
  press = (key: string) => this.keys.push(key);
  tick: CallerOnLine['tick'] = (side) => {
    const key = this.keys.shift();
    if (key) side.key(key);
  };
}

const eventsOf = async (id: string): Promise<CallEvent[]> =>
  (await made(owner.get(`/api/v1/calls/${id}/events`))).items;
/** The lines of a call that were heard of this slot, whatever was heard there. */
const linesOf = (events: readonly CallEvent[], text: string) =>
  events.filter(
    (event): event is CallEventOf<'spoken'> => event.kind === 'spoken' && event.whole && event.text === text,
  );
const heardOnce = (id: string, text: string) =>
  until(
    () => eventsOf(id),
    (events) => linesOf(events, text).length > 0,
  );

/** The largest sample of each party in the second of a recording that begins then, 0 to 1. */
function loudestOfSecond(wav: Buffer, fromMs: number): { caller: number; agent: number } {
  const rateHz = wav.readUInt32LE(24);
  const largest = { caller: 0, agent: 0 };
  const begin = 44 + Math.round((fromMs * rateHz) / 1000) * 4;
  for (let at = begin; at < begin + rateHz * 4; at += 4) {
    largest.caller = Math.max(largest.caller, Math.abs(wav.readInt16LE(at)) / 32_768);
    largest.agent = Math.max(largest.agent, Math.abs(wav.readInt16LE(at + 2)) / 32_768);
  }
  return largest;
}

/** Calls, and gives what became of it, with the call's id once it is in progress. */
async function dial() {
  const caller = new Caller();
  const over = carrier.call({ from: '+12025550177', to: NUMBER, caller, faults: NO_FAULTS });
  const { items } = await until(
    () => made(owner.get('/api/v1/calls?limit=1')),
    ({ items: [newest] }) => newest?.state === 'live',
  );
  return { caller, over, id: items[0].id as string };
}

test('from a second of a call to who answers for it; a consent that is revoked in the middle of another call', async () => {
  const { voice, voiceId, consent } = await ownVoice();
  await made(owner.post('/api/v1/channels', { slug: 'desk', name: 'Desk', slots: ['greeting', 'goodbye'] }));
  const project = (await made(owner.post('/api/v1/projects', { name: 'Desk', purpose: 'support' }))).id;
  const plain = await deployed(project, 'greeting', PLAIN_WELCOME, 'flite:slt');
  const greeting = await deployed(project, 'greeting', WELCOME, voiceId);
  const goodbye = await deployed(project, 'goodbye', GOODBYE, voiceId);
  expect(xtts.spoken.map(({ text }) => text)).toEqual(expect.arrayContaining([WELCOME, GOODBYE]));
  await numberWithMenu();

  // A call that is recorded, to its regular end.
  const first = await dial();
  await heardOnce(first.id, WELCOME);
  first.caller.press('2');
  expect(await first.over).toMatchObject({ outcome: 'talked', line: { end: 'agent', refused: [] } });
  const kept = await until(
    () => made(owner.get(`/api/v1/calls/${first.id}`)),
    ({ state, recordedMs }) => state === 'ended' && recordedMs > 0,
  );
  expect(kept.end).toBe('goodbye');

  // A second of it: sound, and the whole way back.
  const [said] = linesOf(await eventsOf(first.id), WELCOME);
  const atMs = said!.atMs + 500;
  expect(said!.endMs - said!.atMs).toBeCloseTo(greeting.version.audio.durationMs, -2);
  const recording = await made(owner.get(`/api/v1/calls/${first.id}/recording`));
  const sound = loudestOfSecond(recording, atMs);
  expect(sound.agent).toBeGreaterThan(0.05);
  expect(sound.caller).toBeLessThan(0.01);
  const moment = await made(owner.get(`/api/v1/calls/${first.id}/at?ms=${atMs}`));
  expect(moment).toMatchObject({
    callId: first.id,
    by: 'agent',
    event: { kind: 'spoken', text: WELCOME, source: { kind: 'slot', channel: 'desk', slot: 'greeting' } },
    behind: {
      deployment: { id: greeting.deployment.id, kind: 'deploy', reason: 'Our greeting.' },
      version: { id: greeting.version.id, number: 1, digest: greeting.version.digest },
      script: { id: greeting.script.id, title: 'greeting', projectId: project },
      revision: { number: 1, text: WELCOME },
      voice: { id: voiceId, engine: 'xtts' },
      consent: {
        id: consent.id,
        speaker: 'Vera Voss',
        scope: 'channels',
        state: 'valid',
        holds: true,
        by: consent.createdBy,
        at: consent.createdAt,
        revokedAt: null,
      },
      approvals: [
        { by: { kind: 'user', name: 'Ada Admin' }, digest: greeting.version.digest, selfApproved: false },
      ],
    },
  });

  // The consent is revoked while the next caller is in the menu.
  const second = await dial();
  const before = await heardOnce(second.id, WELCOME);
  expect(before.filter(({ kind }) => kind === 'trouble')).toEqual([]);
  const revoked = await made(owner.del(`${voice}/consent`));
  expect(revoked.withdrawn).toEqual(
    expect.arrayContaining([
      { channel: 'desk', slot: 'greeting' },
      { channel: 'desk', slot: 'goodbye' },
    ]),
  );
  second.caller.press('1');
  await heardOnce(second.id, PLAIN_WELCOME);
  second.caller.press('2');
  expect(await second.over).toMatchObject({ outcome: 'talked', line: { end: 'agent', refused: [] } });
  const end = await until(
    () => made(owner.get(`/api/v1/calls/${second.id}`)),
    ({ state }) => state === 'ended',
  );
  expect(end.end).toBe('goodbye');

  // What was approved before is heard where there is such a thing, else the built-in voice, and why.
  const after = await eventsOf(second.id);
  const reason = 'Vera Voss has revoked the consent to use this voice.';
  const why = (slot: string) => ({ what: `desk/${slot}`, code: 'consent-revoked', reason });
  expect(linesOf(after, WELCOME)).toHaveLength(1);
  const [substitute] = linesOf(after, PLAIN_WELCOME);
  expect(substitute!.source).toEqual({
    kind: 'slot',
    channel: 'desk',
    slot: 'greeting',
    deploymentId: plain.deployment.id,
    versionId: plain.version.id,
    digest: plain.version.digest,
    instead: why('greeting'),
  });
  const [builtIn] = linesOf(after, PLAIN_GOODBYE);
  expect(builtIn!.source).toMatchObject({ kind: 'voice', engineId: 'flite', instead: why('goodbye') });
  expect(after.filter(({ kind }) => kind === 'trouble')).toMatchObject([
    {
      what: 'slot',
      code: 'consent-revoked',
      detail: `desk/greeting: ${reason} What was live there before is heard instead.`,
    },
    {
      what: 'slot',
      code: 'consent-revoked',
      detail: `desk/goodbye: ${reason} ${'voiceName' in builtIn!.source ? builtIn!.source.voiceName : ''} speaks instead.`,
    },
  ]);
  const behind = async (id: string, ms: number) =>
    (await made(owner.get(`/api/v1/calls/${id}/at?ms=${ms}`))).behind;
  expect(await behind(second.id, substitute!.atMs + 500)).toMatchObject({
    version: { id: plain.version.id },
    voice: { id: 'flite:slt' },
    consent: null,
    approvals: [{ by: { name: 'Ada Admin' } }],
  });
  // The first call still leads to what was heard then, and says that it may be heard no more.
  expect(await behind(first.id, atMs)).toMatchObject({
    version: { id: greeting.version.id },
    consent: { state: 'revoked', holds: false, why: reason, revokedAt: expect.any(String) },
  });

  // The channel's ledger says why both slots fell silent.
  const ledger = (await made(owner.get('/api/v1/channels/desk/deployments'))).items;
  for (const [slot, { version }] of Object.entries({ greeting, goodbye }))
    expect(ledger).toContainEqual(
      expect.objectContaining({
        kind: 'withdraw',
        slot,
        reason,
        replacedVersionId: version.id,
      }),
    );
}, 120_000);
