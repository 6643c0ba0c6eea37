import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { canonical } from '../../db/audit.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { toolCalls } from '../../db/schema/index.ts';
import type { AudioStore } from '../../storage/audioStore.ts';
import type { Tool, ToolAnswer, ToolFailure } from '../contract.ts';
import { masked } from './mask.ts';
import { shortened } from './shorten.ts';

/** So much of arguments and of a result is kept, in characters. */
const KEPT_CHARACTERS = 4000;

/** What is sealed of a call. */
export interface CallContent {
  /** As `forLog` gives them. */
  arguments: unknown;
  result: unknown;
  /** What the agent was told instead of a result. */
  message: string | null;
  /** SHA-256 of the arguments as they were, where an effect was held back: a yes is for these alone. */
  heldBack?: string;
}

export const openCall = (store: Pick<AudioStore, 'open'>, sealed: Buffer): CallContent =>
  JSON.parse(store.open(sealed));

export interface LoggedCall extends CallContent {
  callId: string;
  workspaceId: string;
  /** Null: tried by hand. */
  conversationId: string | null;
  turnId: string | null;
  tool: string;
  /** `started`: something outside was asked to act, and what came of it is not known yet. */
  outcome: 'ok' | 'started' | ToolFailure;
  tookMs: number;
}

/** What is kept of arguments or a result: masked, then cut. */
export function forLog(value: unknown, tool: Pick<Tool, 'personal'>): unknown {
  return shortened(masked(shortened(value, 4 * KEPT_CHARACTERS), tool.personal), KEPT_CHARACTERS);
}

/** The same answer, as it may be kept and shown to others than the agent. */
export function answerForLog(answer: ToolAnswer, tool: Pick<Tool, 'personal'>): ToolAnswer {
  return answer.ok
    ? { ok: true, result: forLog(answer.result, tool) }
    : { ...answer, message: String(forLog(answer.message, tool)) };
}

/** Writes a call down, or what became of one that was written down before. */
export async function recordCall(
  tx: WorkspaceTx,
  store: Pick<AudioStore, 'seal'>,
  call: LoggedCall,
): Promise<void> {
  const { callId, arguments: given, result, message, heldBack, ...row } = call;
  const content: CallContent = { arguments: given, result, message, ...(heldBack && { heldBack }) };
  const became = {
    outcome: row.outcome,
    sealedSecret: store.seal(JSON.stringify(content)),
    tookMs: row.tookMs,
  };
  await tx
    .insert(toolCalls)
    .values({ id: callId, ...row, ...became })
    .onConflictDoUpdate({ target: toolCalls.id, set: became });
}

/** Arguments as a `yes` is remembered to be for them. */
export const digestOf = (input: unknown) => createHash('sha256').update(canonical(input)).digest('hex');

/** Whether a call of the tool with these arguments was refused in that turn because nobody had asked for it. */
export async function wasHeldBack(
  tx: WorkspaceTx,
  store: Pick<AudioStore, 'open'>,
  {
    workspaceId,
    conversationId,
    turnId,
    tool,
    input,
  }: Pick<LoggedCall, 'workspaceId' | 'tool'> & {
    conversationId: string;
    turnId: string;
    input: unknown;
  },
): Promise<boolean> {
  const found = await tx
    .select({ sealed: toolCalls.sealedSecret })
    .from(toolCalls)
    .where(
      and(
        eq(toolCalls.workspaceId, workspaceId),
        eq(toolCalls.conversationId, conversationId),
        eq(toolCalls.turnId, turnId),
        eq(toolCalls.tool, tool),
        eq(toolCalls.outcome, 'not-asked-for'),
      ),
    );
  const digest = digestOf(input);
  return found.some(({ sealed }) => openCall(store, sealed).heldBack === digest);
}

/** How often a tool found nothing in a conversation. */
export async function countFailed(
  tx: WorkspaceTx,
  workspaceId: string,
  conversationId: string,
  tool: string,
): Promise<number> {
  return tx.$count(
    toolCalls,
    and(
      eq(toolCalls.workspaceId, workspaceId),
      eq(toolCalls.conversationId, conversationId),
      eq(toolCalls.tool, tool),
      eq(toolCalls.outcome, 'not-found'),
    ),
  );
}

/** Forgets the calls of a conversation that is deleted. */
export async function forgetCalls(
  tx: WorkspaceTx,
  workspaceId: string,
  conversationId: string,
): Promise<void> {
  await tx
    .delete(toolCalls)
    .where(and(eq(toolCalls.workspaceId, workspaceId), eq(toolCalls.conversationId, conversationId)));
}
