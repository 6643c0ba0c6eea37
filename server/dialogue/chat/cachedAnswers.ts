import { createHash } from 'node:crypto';
import { and, eq, gt, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { ResolvedPersonality } from '../../../shared/personalities/resolved.ts';
import type { Database } from '../../db/database.ts';
import { cachedAnswers } from '../../db/schema/index.ts';
import type { Desk } from '../../engines/desk.ts';
import type { Agent, Understanding } from '../contract.ts';
import type { Conversations } from '../conversations/conversations.ts';
import type { KeptAnswer, TurnOutcome } from '../turn/request.ts';

const KEPT_HOURS = 24;
const LONGEST_QUESTION = 200;
/** Questions that mean everybody the same. The others are about somebody's own matter. */
const OF_EVERYBODY = new Set<Understanding['intent']>([
  'business-hours',
  'faq',
  'product-search',
  'greeting',
  'small-talk',
  'help',
  'none',
]);
/** A number or an address may be personal; what is said of the time is soon not true any more. */
const PERSONAL = /\d|@/;
const TIMELY =
  /\b(now|today|tonight|tomorrow|yesterday|time|date|day|jetzt|heute|morgen|uhr|tag|ahora|hoy|mañana|hora|día|maintenant|aujourd|demain|heure|jour)/i;

const Kept = z.object({
  text: z.string(),
  agent: z.object({ id: z.string(), name: z.string(), version: z.string() }),
  memory: z.unknown(),
});

export interface Question {
  text: string;
  understanding: Understanding;
  personality: ResolvedPersonality;
  language: string;
  agents: readonly Desk<Agent>[];
}

/**
 * Where the answer to a question would be kept; null where it is never. The question opens a conversation with
 * somebody unknown, holds no number and no address, does not ask for the time, and is not about somebody's own matter.
 * The same question is one of the same words to the same version of a personality, and to the same agents.
 */
export function answerKey({ text, understanding, personality, language, agents }: Question): string | null {
  if (text.length > LONGEST_QUESTION || PERSONAL.test(text) || TIMELY.test(text)) return null;
  if (!OF_EVERYBODY.has(understanding.intent)) return null;
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s.!?]+/g, ' ')
    .trim();
  const who = agents.map(({ engine }) => `${engine.id} ${engine.version}`);
  const { id, versionId, instructions } = personality;
  return createHash('sha256')
    .update(JSON.stringify([words, id, versionId, instructions, language, who]))
    .digest('hex');
}

/** The answer that was given to it within the last day. */
export async function findAnswer(
  { database, audioStore }: Conversations,
  workspaceId: string,
  key: string,
): Promise<KeptAnswer | null> {
  const [row] = await database.withWorkspace(workspaceId, (tx) =>
    tx
      .select({ sealedSecret: cachedAnswers.sealedSecret })
      .from(cachedAnswers)
      .where(
        and(
          eq(cachedAnswers.workspaceId, workspaceId),
          eq(cachedAnswers.key, key),
          gt(cachedAnswers.expiresAt, sql`now()`),
        ),
      ),
  );
  if (!row) return null;
  const kept = Kept.safeParse(JSON.parse(audioStore.open(row.sealedSecret)));
  return kept.success ? kept.data : null;
}

/** Keeps an answer that came from nothing but the agent: whole, without tools, and for nobody in particular. */
export async function keepAnswer(
  { database, audioStore }: Conversations,
  workspaceId: string,
  key: string,
  { answer, calls, cached, actions, agent, memory, problem }: TurnOutcome,
): Promise<void> {
  if (answer === null || cached || calls.length > 0 || actions.length > 0 || problem) return;
  const sealedSecret = audioStore.seal(JSON.stringify({ text: answer, agent, memory: memory ?? null }));
  const expiresAt = sql`now() + make_interval(hours => ${KEPT_HOURS})`;
  await database.withWorkspace(workspaceId, async (tx) => {
    await tx
      .insert(cachedAnswers)
      .values({ workspaceId, key, sealedSecret, expiresAt })
      .onConflictDoUpdate({
        target: [cachedAnswers.workspaceId, cachedAnswers.key],
        set: { sealedSecret, expiresAt },
      });
  });
}

/** Deletes what is not given again any more, of all workspaces. Gives how many answers that were. */
export async function forgetOldAnswers(database: Database): Promise<number> {
  const { rows } = await database.outside.execute<{ id: string }>(
    sql`select voiceops_all_workspaces() as id`,
  );
  let gone = 0;
  for (const { id } of rows) {
    const deleted = await database.withWorkspace(id, (tx) =>
      tx
        .delete(cachedAnswers)
        .where(and(eq(cachedAnswers.workspaceId, id), lt(cachedAnswers.expiresAt, sql`now()`))),
    );
    gone += deleted.rowCount ?? 0;
  }
  return gone;
}
