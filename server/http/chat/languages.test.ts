import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NewPersonality } from '../../../shared/api/personalities.ts';
import { type ChatScene, chatScene } from '../../../test/support/chatScene.ts';
import { openTestSpeech } from '../../../test/support/speech.ts';
import { openEspeak } from '../../providers/builtin/espeak/espeakEngine.ts';
import { openFlite } from '../../providers/builtin/flite/fliteEngine.ts';
import { mountPersonalities } from '../personalities/personalities.ts';

const ENGLISH = 'flite:slt';

let scene: ChatScene;
beforeAll(async () => {
  scene = await chatScene({
    speech: openTestSpeech([openFlite({ processes: 1 }), openEspeak({ processes: 1 })]),
    scopes: ['conversations:write', 'voices:manage'],
    mounts: ({ database, speech }) => [
      (app) => mountPersonalities(app, { database, speech, discardVoice: async () => undefined }),
    ],
  });
}, 60_000);
afterAll(() => scene.close());

async function talkTo(personality: Partial<NewPersonality>) {
  const made = await scene.owner.post('/api/v1/personalities', {
    name: 'Vera',
    prompts: { greeting: 'This is Vera, an AI.' },
    voice: { id: ENGLISH, settings: {} },
    ...personality,
  });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  let conversationId: string | undefined;
  return async (message: string) => {
    const { status, body } = await scene.owner.post('/api/v1/chat', {
      message,
      speak: true,
      ...(conversationId === undefined ? { personalityId: made.body.id } : { conversationId }),
    });
    expect(status, JSON.stringify(body)).toBe(200);
    conversationId = body.conversationId;
    return { text: body.text as string, voice: body.speech?.voice.id as string };
  };
}

test('who speaks several languages answers in the one that is written, in a voice that speaks it', async () => {
  const say = await talkTo({ languages: ['en-US', 'de-DE'] });
  expect(await say('When are you open?')).toMatchObject({ text: /We are open/, voice: ENGLISH });
  const german = await say('Wann haben Sie geöffnet?');
  expect(german.text).toContain('Wir haben geöffnet');
  expect(german.voice).toMatch(/^espeak:/);
  // A word that is none of either language changes nothing.
  const same = await say('Öffnungszeiten');
  expect(same.text).toBe(german.text);
  expect((await say('What are your opening hours, please?')).voice).toBe(ENGLISH);
});

test('an English sentence of the built-in agent is not read out by a German voice', async () => {
  const say = await talkTo({
    languages: ['de-DE'],
    voice: null,
    prompts: { greeting: 'Hier ist Vera, ein KI-Assistent.' },
  });
  expect((await say('Wann haben Sie geöffnet?')).voice).toMatch(/^espeak:/);
  const order = await say('Where is order 12345?');
  expect(order).toMatchObject({ text: /out for delivery/, voice: /^flite:/ });
});
