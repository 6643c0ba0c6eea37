import { afterEach, expect, test } from 'vitest';
import { ChatReply } from '../../../shared/api/chat.ts';
import type { PersonalityContent } from '../../../shared/personalities/content.ts';
import { type ChatScene, chatScene } from '../../../test/support/chatScene.ts';
import { openRealSpeech } from '../../../test/support/engines/realSpeech.ts';
import { openXttsApiServer, type XttsApiServer } from '../../../test/support/engines/xtts.ts';
import { openTestSpeech } from '../../../test/support/speech.ts';
import { unrulyEngine } from '../../../test/support/unrulyEngine.ts';
import { ownerCaller } from '../../identity/createWorkspace.ts';
import { createPersonality } from '../../personalities/createPersonality.ts';
import { ProblemError } from '../../problem.ts';
import { openFlite } from '../../providers/builtin/flite/fliteEngine.ts';
import { XTTS } from '../../providers/xtts/xttsEngine.ts';
import type { Speech, SpokenVoice } from '../../speech/contract.ts';
import type { SpeechOptions } from '../../speech/speech.ts';

const NARRATOR = 'xtts:narrator';
const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function xtts(): Promise<XttsApiServer> {
  const real = openRealSpeech();
  const server = await openXttsApiServer(real);
  open.push(real, server);
  return server;
}

function speechOf(options: Partial<SpeechOptions>): Speech {
  return openTestSpeech([openFlite({ processes: 1 })], options);
}

const withXtts = (server: XttsApiServer, more: Partial<SpeechOptions> = {}) =>
  speechOf({ kinds: [XTTS], installation: { xtts: { baseUrl: server.url } }, ...more });

async function scene(speech: Speech): Promise<ChatScene> {
  const chat = await chatScene({ speech });
  open.push(chat);
  return chat;
}

/** Somebody who answers, and is primary. */
async function answers(chat: ChatScene, speech: Pick<Speech, 'voice'>, voice: PersonalityContent['voice']) {
  const { workspaceId, ownerId } = chat.workspace;
  const personalities = { database: chat.db.database, speech, discardVoice: async () => undefined };
  const caller = ownerCaller(workspaceId, ownerId, 'Olga Owner', 'test');
  return createPersonality(personalities, caller, { name: 'Nora', ...(voice ? { voice } : {}) });
}

async function say(chat: ChatScene, message: string) {
  const startedAt = performance.now();
  const { body, status } = await chat.owner.post('/api/v1/chat', { message, speak: true });
  expect(status, JSON.stringify(body)).toBe(200);
  return { reply: ChatReply.parse(body), tookMs: performance.now() - startedAt };
}

test('a voice that keeps still is passed over in time for its own stand-in, and is soon asked no more', async () => {
  const server = await xtts();
  const speech = withXtts(server);
  const chat = await scene(speech);
  await answers(chat, speech, { id: NARRATOR, settings: {}, fallbackId: 'flite:rms' });
  expect((await say(chat, 'Hello!')).reply).toMatchObject({
    speech: { voice: { id: NARRATOR }, fallback: null },
  });

  server.behave('silent', (path) => path.startsWith('/tts'));
  const passedOver = await say(chat, 'What are your opening hours?');
  expect(passedOver.reply).toMatchObject({
    speech: { voice: { id: 'flite:rms' }, fallback: { voiceId: NARRATOR, code: 'timeout' } },
    speechProblem: null,
  });
  expect(passedOver.tookMs).toBeLessThan(20_000);
  const engine = async () =>
    (await speech.engines(chat.workspace.workspaceId)).find(({ id }) => id === 'xtts');
  for (const more of ['Where is my order?', 'Goodbye!'])
    if ((await engine())?.circuit.state === 'closed') await say(chat, more);
  expect(await engine()).toMatchObject({
    healthy: false,
    circuit: { reason: expect.stringContaining('in time') },
    statistics: { failuresByCode: { timeout: expect.any(Number) } },
  });
  await server.quiet();
}, 240_000);

const OWN = 'custom:own';
/** A voice of somebody's recordings at an engine that works, and another engine. */
function withOwnVoice(more: Partial<SpokenVoice>) {
  const cloner = unrulyEngine('cloner', { firstMs: 1, fails: null });
  const paid = unrulyEngine('paid', { firstMs: 1, fails: null });
  const speech = speechOf({
    kinds: [cloner.kind, paid.kind],
    installation: { cloner: { apiKey: 'key' }, paid: { apiKey: 'key' } },
    customVoices: async () => [{ ...cloner.voice, id: OWN, name: 'Vera', kind: 'custom', ...more }],
  });
  return { speech, cloner, paid };
}

test('a voice whose consent was revoked is stood in for, and the reason is kept', async () => {
  const { speech } = withOwnVoice({
    withheldFrom: () => 'Vera has revoked the consent to use this voice.',
  });
  const chat = await scene(speech);
  await answers(chat, speech, { id: OWN, settings: { stability: 0.4 }, fallbackId: null });
  expect((await say(chat, 'Hello!')).reply).toMatchObject({
    audioUrl: expect.any(String),
    speech: {
      voice: { id: 'cloner:one' },
      fallback: { voiceId: OWN, code: 'consent-missing', reason: expect.stringContaining('Vera') },
    },
    speechProblem: null,
  });
});

test('a voice for internal use alone is not heard by the people a program answers, and the reason is kept', async () => {
  const { speech } = withOwnVoice({
    withheldFrom: (heardBy) =>
      heardBy === 'callers' ? 'Vera agreed that this voice is used internally.' : null,
  });
  const chat = await scene(speech);
  await answers(chat, speech, { id: OWN, settings: { stability: 0.4 }, fallbackId: null });
  expect((await say(chat, 'Hello!')).reply).toMatchObject({
    audioUrl: expect.any(String),
    speech: {
      voice: { id: 'cloner:one' },
      fallback: { voiceId: OWN, code: 'consent-missing', reason: expect.stringContaining('internally') },
    },
  });
});

test('nobody’s own voice speaks for another: neither as the default one nor as a stand-in', async () => {
  const { speech, cloner, paid } = withOwnVoice({});
  const chat = await scene(speech);
  expect((await say(chat, 'Hello!')).reply.speech).toMatchObject({
    voice: { id: 'cloner:one' },
    fallback: null,
  });
  await answers(chat, speech, { id: 'paid:one', settings: {}, fallbackId: null });
  paid.mood.fails = new ProblemError('engine-unavailable', 'It is down.');
  cloner.mood.fails = paid.mood.fails;
  expect((await say(chat, 'What are your opening hours?')).reply.speech).toMatchObject({
    engine: 'flite',
    fallback: { voiceId: 'paid:one', code: 'engine-unavailable' },
  });
});

test('a program that begins while the engine is away still speaks, in the voice that stands in', async () => {
  const server = await xtts();
  const before = withXtts(server);
  const chat = await chatScene({ speech: before });
  await answers(chat, before, { id: NARRATOR, settings: {}, fallbackId: null });
  server.behave('broken');
  const restarted = await chatScene({ speech: withXtts(server), beside: chat });
  open.push(chat, restarted);
  expect((await say(restarted, 'Hello!')).reply).toMatchObject({
    speech: { engine: 'flite', fallback: { voiceId: NARRATOR, code: 'engine-unavailable' } },
    speechProblem: null,
  });
});
