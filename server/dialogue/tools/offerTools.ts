import { sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { z } from 'zod';
import type { ProblemCode } from '../../../shared/api/problems.ts';
import type { Intent } from '../../../shared/dialogue/intents.ts';
import { canonical } from '../../db/audit.ts';
import type { Database, WorkspaceTx } from '../../db/database.ts';
import { ProblemError } from '../../problem.ts';
import type { AudioStore } from '../../storage/audioStore.ts';
import {
  type OfferedTool,
  type Tool,
  type ToolAnswer,
  type ToolContext,
  ToolError,
  type ToolFailure,
  type TurnAction,
} from '../contract.ts';
import { answerForLog, digestOf, forLog, type LoggedCall, recordCall, wasHeldBack } from './callLog.ts';
import { shortened } from './shorten.ts';

/** So much of a result the agent is given, in characters of JSON. */
const RESULT_CHARACTERS = 8000;
const FACT_CHARACTERS = 500;

/** One turn, as far as its tools need to know it. */
export interface ToolTurn {
  database: Database;
  /** Seals what is written down, and opens what was held back. */
  audioStore: Pick<AudioStore, 'seal' | 'open'>;
  context: Omit<ToolContext, 'commit' | 'conversationId'> & {
    /** Null: a tool is tried by hand. */
    conversationId: string | null;
  };
  /** The message that is being written; null with tools tried by hand. */
  turnId: string | null;
  /** What the person wanted in this conversation, by their own words. Never anything read in data. */
  heardIntents: ReadonlySet<Intent>;
  /**
   * The turn right before this one, when the person's present words confirm what was asked there: an effect that was
   * held back in it (`not-asked-for`) may happen now, with the same arguments.
   */
  confirmedTurnId?: string | null;
  /**
   * Runs last in the transaction of every effect, and throws when the turn holds no longer, so that it may look
   * whether another node ended it. The turn's `signal` is looked at in any case.
   */
  stillHolds?(tx: WorkspaceTx): Promise<void>;
  onStarted?(call: StartedCall): void;
  onEnded?(call: EndedCall): void;
  /** An error that the agent is told of as `unavailable` only. */
  onTrouble(error: unknown, tool: string): void;
}

export interface StartedCall {
  callId: string;
  tool: string;
  title: string;
  /** Masked. */
  arguments: unknown;
}

export interface EndedCall {
  callId: string;
  tool: string;
  title: string;
  answer: ToolAnswer;
  /** The answer as it may be kept and shown. */
  maskedAnswer: ToolAnswer;
  tookMs: number;
  /** To be remembered in later turns. */
  fact?: string;
  action?: TurnAction;
}

type Ended = Pick<EndedCall, 'answer' | 'fact' | 'action'>;

/**
 * Makes of tools what an agent may call in one turn: input is validated, effects need the person's own wish, every
 * call has a time limit and is logged, results are cut to what an agent can read, and the same call again is answered
 * from the first one.
 */
export function offerTools(tools: readonly Tool[], turn: ToolTurn): OfferedTool[] {
  const answers = new Map<string, { answer: Promise<ToolAnswer>; effect: boolean }>();
  /** A tool that is called many times at once is run one call after the other: it counts wrong guesses. */
  const latest = new Map<Tool, Promise<unknown>>();
  return tools.map((tool) => ({
    name: tool.name,
    description: tool.description,
    inputSchema: schemaOf(tool),
    run: (input) => {
      turn.context.signal.throwIfAborted();
      const key = `${tool.name} ${canonical(input)}`;
      const before = answers.get(key);
      if (before) return before.answer;
      const running = (latest.get(tool) ?? Promise.resolve()).then(() => {
        turn.context.signal.throwIfAborted();
        return call(tool, input, turn);
      });
      latest.set(
        tool,
        running.catch(() => undefined),
      );
      const answer = running.then((ended) => {
        // What was read before something changed may not be true any more.
        if (ended.ok && tool.effect)
          for (const [other, { effect }] of answers) if (!effect) answers.delete(other);
        return ended;
      });
      answers.set(key, { answer, effect: tool.effect });
      return answer;
    },
  }));
}

const schemas = new WeakMap<Tool, OfferedTool['inputSchema']>();

/** The input of a tool as JSON Schema. */
export function schemaOf(tool: Tool): OfferedTool['inputSchema'] {
  const known = tool.inputSchema ?? schemas.get(tool);
  if (known) return known;
  const { $schema: _, ...schema } = z.toJSONSchema(tool.input, { io: 'input' });
  schemas.set(tool, schema);
  return schema;
}

async function call(tool: Tool, input: unknown, turn: ToolTurn): Promise<ToolAnswer> {
  const callId = v7();
  const startedAtMs = performance.now();
  const { name, title } = tool;
  const logged: Omit<LoggedCall, 'outcome' | 'result' | 'message' | 'tookMs'> = {
    callId,
    workspaceId: turn.context.caller.workspaceId,
    conversationId: turn.context.conversationId,
    turnId: turn.turnId,
    tool: name,
    arguments: forLog(input ?? null, tool),
  };
  turn.onStarted?.({ callId, tool: name, title, arguments: logged.arguments });
  const soFarMs = () => Math.round(performance.now() - startedAtMs);
  const record = (tx: WorkspaceTx, outcome: LoggedCall['outcome'], answer: ToolAnswer | null) =>
    recordCall(tx, turn.audioStore, {
      ...logged,
      outcome,
      result: answer?.ok ? answer.result : null,
      message: answer && !answer.ok ? answer.message : null,
      ...(outcome === 'not-asked-for' ? { heldBack: digestOf(argumentsOf(tool, input)) } : {}),
      tookMs: soFarMs(),
    });
  const ended = await attempt(tool, input, turn, record);
  const tookMs = soFarMs();
  const maskedAnswer = answerForLog(ended.answer, tool);
  const { answer } = ended;
  await turn.database
    .withWorkspace(logged.workspaceId, (tx) => record(tx, answer.ok ? 'ok' : answer.code, maskedAnswer))
    .catch((error: unknown) => turn.onTrouble(error, name));
  turn.onEnded?.({ callId, tool: name, title, ...ended, maskedAnswer, tookMs });
  return answer;
}

/** Problems of our rooms that an agent can do something about. */
const TOLD: Partial<{ [Code in ProblemCode]: ToolFailure }> = {
  'not-found': 'not-found',
  'validation-failed': 'invalid-input',
  conflict: 'conflict',
  'address-not-allowed': 'refused',
  timeout: 'timeout',
};

type Record = (tx: WorkspaceTx, outcome: LoggedCall['outcome'], answer: ToolAnswer | null) => Promise<void>;

/** Throws only when the turn was aborted and nothing happened. */
async function attempt(tool: Tool, input: unknown, turn: ToolTurn, record: Record): Promise<Ended> {
  const parsed = tool.input.safeParse(input ?? {});
  if (!parsed.success) return failed('invalid-input', whatIsWrong(parsed.error));
  const { signal: turnSignal, caller, conversationId } = turn.context;
  const timeLimit = AbortSignal.timeout(tool.timeoutMs);
  const signal = AbortSignal.any([turnSignal, timeLimit]);
  /** Set once an effect can no longer be stopped; gives whether it happened. */
  let committing: Promise<boolean> | null = null;
  const commit = async <Result>(effect: (tx: WorkspaceTx) => Promise<Result>): Promise<Result> => {
    signal.throwIfAborted();
    let beyondReturn: (happened: boolean) => void = () => {};
    try {
      const result = await turn.database.withWorkspace(caller.workspaceId, async (tx) => {
        await tx.execute(sql`select set_config('statement_timeout', ${String(tool.timeoutMs)}, true)`);
        const made = await effect(tx);
        await record(
          tx,
          tool.outside ? 'started' : 'ok',
          tool.outside ? null : { ok: true, result: forLog(made, tool) },
        );
        await turn.stillHolds?.(tx);
        signal.throwIfAborted();
        committing = new Promise((resolve) => {
          beyondReturn = resolve;
        });
        return made;
      });
      beyondReturn(true);
      return result;
    } catch (error) {
      committing = null;
      beyondReturn(false);
      throw error;
    }
  };
  try {
    if (tool.effect && !(await isAskedFor(tool, parsed.data, turn)))
      throw new ToolError(
        'not-asked-for',
        'The person did not ask for this. Say what exactly would be done, ask whether they want it, and call again with the same arguments once they said so.',
      );
    if (tool.outside && tool.effect) await commit(async () => null);
    const context: ToolContext = { ...turn.context, conversationId: conversationId ?? '', signal, commit };
    const running = tool.run(parsed.data, context);
    const outcome = await Promise.race([running, rejectOn(signal)]).catch(async (error: unknown) => {
      // An effect of our own that is being committed, or has been, is told as it ended: late, but true.
      if (signal.aborted && !tool.outside && (await committing)) return running;
      // Nobody waits for it any more; what it throws now is the abort it was told of.
      running.catch(() => {});
      throw error;
    });
    return {
      answer: { ok: true, result: shortened(outcome.result, RESULT_CHARACTERS) },
      ...(outcome.fact === undefined ? {} : { fact: outcome.fact.slice(0, FACT_CHARACTERS) }),
      ...(outcome.action === undefined ? {} : { action: outcome.action }),
    };
  } catch (error) {
    if (turnSignal.aborted) throw turnSignal.reason;
    if (error instanceof ToolError) return failed(error.code, error.message);
    if (error instanceof ProblemError) {
      const code = TOLD[error.code];
      if (code) return failed(code, error.message);
    }
    if (timeLimit.aborted)
      return failed(
        'timeout',
        tool.outside && tool.effect
          ? 'No answer came in time. Whether it happened is not known.'
          : 'It took too long. Nothing was changed.',
      );
    turn.onTrouble(error, tool.name);
    return failed('unavailable', 'This does not work at the moment.');
  }
}

function failed(code: Exclude<ToolAnswer, { ok: true }>['code'], message: string): Ended {
  return { answer: { ok: false, code, message: message.slice(0, 1000) } };
}

/** Arguments as the tool reads them, so that what is left out and what is given by default are the same. */
function argumentsOf(tool: Tool, input: unknown): unknown {
  const parsed = tool.input.safeParse(input ?? {});
  return parsed.success ? parsed.data : input;
}

async function isAskedFor(tool: Tool, input: unknown, turn: ToolTurn): Promise<boolean> {
  if (tool.intents.some((intent) => turn.heardIntents.has(intent))) return true;
  const { conversationId, caller } = turn.context;
  const { confirmedTurnId } = turn;
  if (!confirmedTurnId || conversationId === null) return false;
  const { workspaceId } = caller;
  return turn.database.withWorkspace(workspaceId, (tx) =>
    wasHeldBack(tx, turn.audioStore, {
      ...{ workspaceId, conversationId, turnId: confirmedTurnId },
      ...{ tool: tool.name, input },
    }),
  );
}

function whatIsWrong(error: z.ZodError): string {
  return error.issues
    .slice(0, 10)
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join('; ');
}

function rejectOn(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
