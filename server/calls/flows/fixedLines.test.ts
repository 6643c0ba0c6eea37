import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { Flow, type Line } from '../../../shared/calls/flow.ts';
import { SpeechParameters } from '../../../shared/speech/parameters.ts';
import { openTestSpeech, TEST_USE } from '../../../test/support/speech.ts';
import { type StudioScene, studioScene } from '../../../test/support/studioScene.ts';
import { unrulyEngine } from '../../../test/support/unrulyEngine.ts';
import { formOf, wavOf } from '../../../test/support/uploads.ts';
import { decodeMuLaw } from '../../audio/g711.ts';
import { type EventBus, openEventBus } from '../../db/eventBus.ts';
import { forgetChanged } from '../../db/forgetChanged.ts';
import { resolvePersonality } from '../../personalities/resolvePersonality.ts';
import { openFlite } from '../../providers/builtin/flite/fliteEngine.ts';
import { findSubstitute } from '../../studio/channels/substitute.ts';
import { readCustomVoices } from '../../voices/custom/customVoices.ts';
import { type OpenFixedLines, openFixedLines } from './fixedLines.ts';

const cloner = unrulyEngine('cloner', { firstMs: 1, fails: null, clones: { looks: 0 } });
const troubles: unknown[] = [];
let scene: StudioScene;
let bus: EventBus;
let lines: OpenFixedLines;
beforeAll(async () => {
  scene = await studioScene({
    speech: (deps) =>
      openTestSpeech([openFlite({ processes: 1 })], {
        kinds: [cloner.kind],
        installation: { cloner: { apiKey: 'key' } },
        customVoices: (workspaceId) => readCustomVoices(deps, workspaceId),
      }),
    listener: {
      understand: async () => ({ speech: [{ startMs: 0, endMs: 1000 }], checks: [] }),
      hear: async (_recording, expected) => expected,
    },
  });
  bus = await openEventBus(scene.db.url);
  const { database, audioStore, speech } = scene.studio;
  forgetChanged(bus, ['personality-changed'], speech.changed);
  lines = openFixedLines({
    database,
    audioStore,
    speech,
    bus,
    personality: resolvePersonality,
    dictionaryOf: async () => [],
    substitute: (...place) => findSubstitute({ database }, ...place),
    onTrouble: (error) => troubles.push(error),
  });
  const voice = { id: 'flite:slt', settings: {} };
  expect((await scene.owner('POST', '/personalities', { name: 'Sally', voice })).status).toBe(201);
  await scene.owner('POST', '/channels', {
    slug: 'phone',
    name: 'Phone',
    slots: ['greeting', 'hold', 'menu'],
  });
});
afterAll(async () => {
  await lines?.close();
  await bus?.close();
  await scene?.close();
});

const slot = (name: string): Line => ({
  kind: 'slot',
  channel: 'phone',
  slot: name,
  otherwise: `The line for ${name}.`,
});
const hear = (line: Line, signal = new AbortController().signal) =>
  lines.sound(scene.workspace.workspaceId, line, 'en-US', signal);

async function approved(text: string, voiceId = 'flite:slt') {
  const { scriptId } = await scene.script(scene.owner, text);
  const version = await scene.version(scene.owner, scriptId, { voiceId });
  await scene.owner('POST', `/versions/${version.id}/status`, { to: 'in_review' });
  await scene.owner('POST', `/versions/${version.id}/status`, { to: 'approved', digest: version.digest });
  return version;
}

async function deploy(name: string, versionId: string) {
  const deployed = await scene.owner('PUT', `/channels/phone/slots/${name}`, {
    versionId,
    reason: 'It is good.',
  });
  expect(deployed.status).toBe(200);
  return deployed.body.id as string;
}

test('a slot is heard as it is deployed, and what follows there as soon as it does', async () => {
  const first = await approved('Welcome to the <emphasis>clinic</emphasis>.');
  const deploymentId = await deploy('greeting', first.id);
  const heard = await hear(slot('greeting'));
  expect(heard.text).toBe('Welcome to the clinic.');
  expect(heard.source).toEqual({
    kind: 'slot',
    channel: 'phone',
    slot: 'greeting',
    deploymentId,
    versionId: first.id,
    digest: first.digest,
  });
  expect(heard.mulaw.length / 8).toBeCloseTo(first.audio!.durationMs, -1);
  expect(Math.max(...decodeMuLaw(heard.mulaw))).toBeGreaterThan(0.1);
  expect(heard.words.map(({ text }) => text)).toContain('clinic');
  expect((await hear(slot('greeting'))).mulaw).toBe(heard.mulaw);

  const second = await approved('Good day.');
  await deploy('greeting', second.id);
  await expect.poll(async () => (await hear(slot('greeting'))).text, { timeout: 2_000 }).toBe('Good day.');
});

test('where nothing is deployed the text is spoken by the built-in voice, once, and it is said why', async () => {
  const heard = await hear(slot('menu'));
  expect(heard).toMatchObject({
    text: 'The line for menu.',
    source: {
      kind: 'voice',
      engineId: 'flite',
      instead: { what: 'phone/menu', code: 'nothing-deployed' },
    },
  });
  expect((await hear(slot('menu'))).mulaw).toBe(heard.mulaw);
  expect((await hear(slot('nowhere'))).source).toMatchObject({ instead: { code: 'not-found' } });
  const plain = await hear({ kind: 'text', text: 'Fish & chips <3.' });
  expect(plain).toMatchObject({ text: 'Fish & chips <3.', source: { voiceId: 'flite:slt', instead: null } });
  expect(plain.words.map(({ text }) => text).join(' ')).toContain('chips');
});

test('a slot that somebody empties falls silent at once, with the reason in the ledger', async () => {
  const { id } = await approved('One moment.');
  await deploy('hold', id);
  expect((await hear(slot('hold'))).text).toBe('One moment.');
  await scene.owner('POST', '/channels/phone/slots/hold/withdraw', { reason: 'It was too loud.' });
  await expect
    .poll(async () => (await hear(slot('hold'))).source, { timeout: 2_000 })
    .toMatchObject({
      kind: 'voice',
      instead: { what: 'phone/hold', code: 'withdrawn', reason: 'It was too loud.' },
    });
});

test('whoever no longer waits is let go; the line is made for whoever comes next', async () => {
  const line: Line = { kind: 'text', text: 'Somebody hung up while this was made.' };
  const gone = new AbortController();
  const waiting = hear(line, gone.signal);
  gone.abort(new Error('hung up'));
  await expect(waiting).rejects.toThrow('hung up');
  expect((await hear(line)).mulaw.length).toBeGreaterThan(8_000);
});

test('a consent that is revoked in the middle: what was approved before is heard, or the built-in voice', async () => {
  const { owner } = scene;
  const { body: personality } = await owner('POST', '/personalities', { name: 'Vera' });
  await owner('PATCH', `/personalities/${personality.id}`, { primary: true });
  const voice = `/personalities/${personality.id}/voice`;
  const file = await recording();
  const fields = {
    speaker: 'Vera Voss',
    scope: 'channels',
    expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
  };
  const sample = await owner('POST', `${voice}/samples`, formOf({ file }));
  expect((await owner('POST', `${voice}/consent`, formOf({ file, ...fields }))).status).toBe(201);
  await owner('POST', `${voice}/train`, { sampleIds: [sample.body.id] });
  await expect
    .poll(async () => (await owner('GET', `${voice}/status`)).body.state, { timeout: 15_000 })
    .toBe('ready');
  const { voiceId } = (await owner('GET', `${voice}/status`)).body;

  const before = await approved('Welcome, in a voice of ours.');
  const substitute = await deploy('greeting', before.id);
  const cloned = await approved('Welcome, in the voice of Vera.', voiceId);
  await deploy('greeting', cloned.id);
  await deploy('menu', cloned.id);
  const isVera = async (name: string) => (await hear(slot(name))).text === 'Welcome, in the voice of Vera.';
  await expect.poll(() => isVera('greeting'), { timeout: 2_000 }).toBe(true);
  await expect.poll(() => isVera('menu'), { timeout: 2_000 }).toBe(true);
  const text: Line = { kind: 'text', text: 'You said one two three.' };
  await expect
    .poll(async () => (await hear(text)).source, { timeout: 5_000 })
    .toMatchObject({ voiceId, instead: null });

  expect((await owner('DELETE', `${voice}/consent`)).status).toBe(200);
  const reason = expect.stringContaining('Vera Voss has revoked');
  await expect
    .poll(async () => (await hear(slot('greeting'))).source, { timeout: 2_000 })
    .toMatchObject({
      kind: 'slot',
      deploymentId: substitute,
      versionId: before.id,
      instead: { what: 'phone/greeting', code: 'consent-revoked', reason },
    });
  const source = async () => (await hear(slot('menu'))).source;
  await expect
    .poll(source, { timeout: 2_000 })
    .toMatchObject({ kind: 'voice', instead: { what: 'phone/menu', code: 'consent-revoked', reason } });
  expect(await source()).not.toMatchObject({ voiceId });
  const { source: spoken } = await hear(text);
  expect(spoken).toMatchObject({ instead: { what: voiceId, code: 'consent-missing', reason } });
  expect(spoken).not.toMatchObject({ voiceId });
  expect(troubles).toEqual([]);
});

/** Somebody who speaks for long enough that a voice can be made of it. */
async function recording() {
  const spoken = await scene.studio.speech.speak({
    text: 'This is a recording of somebody who speaks for a while, so that there is enough to work with. '.repeat(
      2,
    ),
    language: 'en-US',
    voiceId: 'flite:rms',
    parameters: SpeechParameters.parse({}),
    workspaceId: scene.workspace.workspaceId,
    use: TEST_USE,
    signal: new AbortController().signal,
  });
  return wavOf(spoken.samples, spoken.sampleRateHz);
}

test('a flow of many lines is loaded ahead, and nothing warns of it', async () => {
  const warnings: Error[] = [];
  const onWarning = (warning: Error) => warnings.push(warning);
  process.on('warning', onWarning);
  onTestFinished(() => void process.off('warning', onWarning));
  const line: Line = { kind: 'text', text: 'One line of many.' };
  const lineOf = (n: number): Line => ({ kind: 'text', text: `Line ${n}.` });
  const steps = Object.fromEntries(
    Array.from({ length: 12 }, (_, n) => [
      `s${n}`,
      { kind: 'say', title: 'Say', line: lineOf(n), next: `s${n + 1}` },
    ]),
  );
  const flow = Flow.parse({
    start: 's0',
    steps: { ...steps, s12: { kind: 'goodbye', title: 'End', line } },
    lines: { announcement: null, hold: line, trouble: line, silence: line, busy: line },
  });
  const { workspaceId } = scene.workspace;
  lines.warm(workspaceId, flow);
  const { mulaw } = await lines.sound(workspaceId, lineOf(11), 'en-US', new AbortController().signal);
  expect([mulaw.length > 0, warnings]).toEqual([true, []]);
});

test('whoever closes them waits for what is being loaded: a voice is not ended in the middle of a word', async () => {
  const { speech } = scene.studio;
  const asked = { all: 0, underWay: 0 };
  let first = () => {};
  const begun = new Promise<void>((resolve) => {
    first = resolve;
  });
  const watched = new Proxy(speech, {
    get(of, name) {
      const what: unknown = Reflect.get(of, name);
      if (typeof what !== 'function') return what;
      return (...given: unknown[]) => {
        const answer: unknown = what.apply(of, given);
        if (!(answer instanceof Promise)) return answer;
        asked.all += 1;
        asked.underWay += 1;
        first();
        return answer.finally(() => {
          asked.underWay -= 1;
        });
      };
    },
  });
  const own = openFixedLines({
    ...scene.studio,
    speech: watched,
    bus,
    personality: resolvePersonality,
    dictionaryOf: async () => [],
    substitute: async () => null,
    onTrouble: (error) => troubles.push(error),
  });
  const say = (text: string) => ({ kind: 'text' as const, text });
  const flow = Flow.parse({
    start: 'hello',
    steps: { hello: { kind: 'goodbye', title: 'Hello', line: say('Thank you for calling us today.') } },
    lines: {
      announcement: null,
      hold: say('Wait.'),
      trouble: say('Oh.'),
      silence: say('Yes?'),
      busy: say('Busy.'),
    },
    record: false,
  });
  own.warm(scene.workspace.workspaceId, flow);
  await begun;
  expect(asked.underWay).toBeGreaterThan(0);
  await own.close();
  expect(asked.underWay).toBe(0);
  // Nor is anything begun behind it.
  const { all } = asked;
  await own.warmFirst(scene.workspace.workspaceId, flow);
  expect(asked.all).toBe(all);
});
