import type { z } from 'zod';
import type { AgentRequest, ToolFailure } from '../contract.ts';
import type { Asked } from '../understanding/asked.ts';
import type { Memory, Task } from './memory.ts';

/** What the agent answers in one turn. */
export interface Answer {
  say: string;
  /** The question at the end of what is said, to be asked again when something comes in between. */
  question?: string;
  asked?: Asked;
  /** What goes on; null when it is done or dropped. Left out, what was there goes on. */
  task?: Task | null;
  /** What became known of the person and holds for later. */
  known?: Partial<Memory['known']>;
  /** It tells what was looked up, so that words that lead over to it fit before it. */
  found?: true;
  /** It greets, so that words to begin with fit behind it. */
  greets?: true;
  /** Words of leave in what is said, such as “Goodbye!” with what stands before it: a personality has its own. */
  leave?: string;
  /** It was not understood what the person wants. */
  misunderstood?: boolean;
}

/** A tool's answer, checked; `missing` when the tool is not offered here. */
export type Called<Result> = { ok: true; result: Result } | { ok: false; code: ToolFailure | 'missing' };

/** Everything a task may know and use in one turn. */
export interface Scene {
  request: AgentRequest;
  memory: Memory;
  /** Today where the business is, an ISO date. */
  today: string;
  offers(tool: string): boolean;
  /** What can be booked; empty where that cannot be known. */
  services(): Promise<readonly { name: string }[]>;
  call<Schema extends z.ZodType>(
    tool: string,
    input: unknown,
    schema: Schema,
  ): Promise<Called<z.output<Schema>>>;
}

/** Puts a question behind what is said. */
export function ask(say: string, question: string, asked: Asked, task: Task | null): Answer {
  return { say: say === '' ? question : `${say} ${question}`, question, asked, task };
}
