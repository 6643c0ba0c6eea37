import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NewPersonality } from '../../../shared/api/personalities.ts';
import { type ChatScene, chatScene } from '../../../test/support/chatScene.ts';
import { mountPersonalities } from '../personalities/personalities.ts';

let scene: ChatScene;
beforeAll(async () => {
  scene = await chatScene({
    scopes: ['conversations:write', 'voices:manage'],
    mounts: ({ database, speech }) => [
      (app) => mountPersonalities(app, { database, speech, discardVoice: async () => undefined }),
    ],
  });
}, 60_000);
afterAll(() => scene.close());

async function talkTo(personality: Partial<NewPersonality>) {
  const made = await scene.owner.post('/api/v1/personalities', { name: 'Vera', ...personality });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  let conversationId: string | undefined;
  return async (message: string): Promise<string> => {
    const { status, body } = await scene.owner.post('/api/v1/chat', {
      message,
      ...(conversationId === undefined ? { personalityId: made.body.id } : { conversationId }),
    });
    expect(status, JSON.stringify(body)).toBe(200);
    conversationId = body.conversationId;
    return body.text;
  };
}

test('a greeting opens the conversation word for word, once, and who only greets is answered by it', async () => {
  const greeting = 'Hello, this is Mara, the AI assistant at the front desk. What can I do for you?';
  const say = await talkTo({ template: 'host', name: 'Mara' });
  expect(await say('Hello')).toBe(greeting);
  const hours = await say('When are you open?');
  expect(hours).not.toContain('AI assistant');
  const other = await talkTo({ template: 'host', name: 'Mara' });
  expect(await other('When are you open?')).toMatch(new RegExp(`^${greeting.replaceAll('?', '\\?')}\n\n\\S`));
});

test('a greeting that does not say that an AI talks is led by the sentence that does', async () => {
  const say = await talkTo({ prompts: { greeting: 'Good day, what can I do?' } });
  expect(await say('Hi')).toBe('This is Vera, an AI assistant. Good day, what can I do?');
  const silent = await talkTo({ prompts: { greeting: '' } });
  expect(await silent('Hi')).toBe('Hello, this is Vera, an AI assistant. How can I help you?');
});

test('the built-in agent knows its name, and says the phrases where they fit, each once', async () => {
  const say = await talkTo({
    prompts: { greeting: 'This is Vera, an AI.' },
    phrases: {
      opening: ['Nice to hear from you'],
      transition: ['Let me look that up for you.'],
      closing: ['Anything more I can do?', 'All the best.'],
    },
  });
  expect(await say('Hello')).toBe('This is Vera, an AI.\n\nNice to hear from you.');
  expect(await say('What is your name?')).toContain('I am Vera, the AI assistant here.');
  expect(await say('When are you open?')).toMatch(/^Let me look that up for you\. We are /);
  expect(await say('And when are you open?')).toMatch(/^We are .* Anything more I can do\?$/);
  expect(await say('Goodbye')).toBe('All the best. Goodbye!');
});

test('the greeting is heard, too', async () => {
  const made = await scene.owner.post('/api/v1/personalities', { template: 'host', name: 'Mara' });
  const events = await scene.stream({ message: 'Hello', personalityId: made.body.id, speak: true });
  const sentences = events.flatMap((event) => (event.kind === 'sentence' ? [event.text] : []));
  expect(sentences.join('')).toBe(
    'Hello, this is Mara, the AI assistant at the front desk. What can I do for you?',
  );
  expect(events.filter(({ kind }) => kind === 'audio')).toHaveLength(sentences.length);
});

test('a personality of another language opens in that one', async () => {
  const say = await talkTo({ languages: ['de-DE'], prompts: { greeting: 'Praxis Vera, was kann ich tun?' } });
  expect(await say('Guten Tag')).toBe('Hier ist Vera, ein KI-Assistent. Praxis Vera, was kann ich tun?');
});
