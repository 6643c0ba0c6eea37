import { setTimeout } from 'node:timers/promises';
import { OWNER } from '../test/support/node.ts';
import { streamChat } from '../test/support/streamChat.ts';
import { made, openInstallation } from './support/installation.ts';
import { startModelProcess } from './support/modelProcess.ts';
import type { Figure } from './support/statistics.ts';

const CONVERSATIONS = 50;
const ROUNDS = 6;
/** So often each of them says something: a message, its answer, and a person who thinks. */
const EVERY_MS = 5_000;

/**
 * From a message to the first sentence and the first sound of its answer, over the model's own time to its first
 * piece: asked directly, by as many. Their messages are spread over the time that a turn takes. The model runs in a process of its own and its first piece ends its
 * first sentence. Conversations are under way: at first contact our own sentence comes before the model's.
 */
export async function run(): Promise<Figure[]> {
  const model = await startModelProcess();
  const installation = await openInstallation();
  try {
    const node = await installation.start({
      VOICEOPS_ROLES: 'web',
      ANTHROPIC_API_KEY: 'bench',
      ANTHROPIC_BASE_URL: model.url,
    });
    const key = OWNER.VOICEOPS_OWNER_API_KEY;
    const begun = await Promise.all(
      Array.from({ length: CONVERSATIONS }, async () => {
        const reply = await made(installation.api.post('/api/v1/chat', { message: 'Good morning to you' }));
        return reply.conversationId as string;
      }),
    );
    const ask = (conversationId: string, kind: 'sentence' | 'audio') =>
      firstAfterMs(async (came) => {
        const body = { message: 'Where is my order?', conversationId, speak: kind === 'audio' };
        await streamChat(node.url, key, body, { onEvent: (event) => event.kind === kind && came() });
      });
    const direct = () => firstAfterMs((came) => askModel(model.url, came));
    const all = async (one: (conversationId: string) => Promise<number>) =>
      Promise.all(
        begun.map(async (conversationId, index) => {
          await setTimeout((index * EVERY_MS) / CONVERSATIONS);
          return one(conversationId);
        }),
      );

    await all((id) => ask(id, 'audio'));
    const [models, sentences, sounds]: number[][] = [[], [], []];
    for (let round = 0; round < ROUNDS; round++) {
      models!.push(...(await all(direct)));
      sentences!.push(...(await all((id) => ask(id, 'sentence'))));
      sounds!.push(...(await all((id) => ask(id, 'audio'))));
    }
    const added = (times: number[], share: number) => at(times, share) - at(models!, share);
    const about = `${CONVERSATIONS} conversations at once`;
    return [
      {
        name: `dialogue: first sentence over the model’s first piece, p95, ${about}`,
        value: added(sentences!, 0.95),
        unit: 'ms',
        goal: '< 30',
        baseline: `${Math.round(at(models!, 0.95))} ms for the model asked directly`,
      },
      {
        name: `dialogue: first sentence over the model’s first piece, median, ${about}`,
        value: added(sentences!, 0.5),
        unit: 'ms',
      },
      {
        name: `dialogue: first sound over the model’s first piece, p95, ${about}, sound from the cache`,
        value: added(sounds!, 0.95),
        unit: 'ms',
        goal: '< 30',
      },
    ];
  } finally {
    await installation.close();
    model.stop();
  }
}

/** When `work` first called back, in ms from its beginning. */
async function firstAfterMs(work: (came: () => void) => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  let firstMs: number | null = null;
  await work(() => {
    firstMs ??= performance.now() - startedAt;
  });
  if (firstMs === null) throw new Error('nothing came');
  return firstMs;
}

/** Asks the model as its own client would, and reads to the end. */
async function askModel(url: string, came: () => void): Promise<void> {
  const response = await fetch(`${url}/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'bench', 'anthropic-version': '2023-06-01' },
    body: JSON.stringify({
      model: 'm',
      max_tokens: 100,
      stream: true,
      messages: [{ role: 'user', content: 'Where is my order?' }],
    }),
  });
  if (!response.ok) throw new Error(`the model answered ${response.status}`);
  for await (const piece of response.body!.pipeThrough(new TextDecoderStream()))
    if (piece.includes('text_delta')) came();
}

function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}
