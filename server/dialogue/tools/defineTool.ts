import { z } from 'zod';
import type { Tool } from '../contract.ts';

/** A tool whose `run` knows the type of its input. */
export function defineTool<Input extends z.ZodType>(tool: Tool<Input>): Tool {
  return tool;
}

/** A short text that an agent passes on from a person. */
export const said = (maxLength: number) => z.string().trim().min(1).max(maxLength);

/** Time limit of what only asks our own database. */
export const OWN_TIMEOUT_MS = 5000;
