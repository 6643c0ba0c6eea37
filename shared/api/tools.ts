import { z } from 'zod';
import { Intent } from '../dialogue/intents.ts';

export const HTTP_TOOL_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type HttpToolMethod = (typeof HTTP_TOOL_METHODS)[number];

/** A tool that a server of the Model Context Protocol offers, with what was decided of it. */
export const McpTool = z.object({
  name: z.string(),
  description: z.string(),
  inputSchema: z.record(z.string(), z.unknown()),
  allowed: z.boolean().describe('Whether agents may use it'),
  effect: z.boolean().describe('Whether it changes something; what the server itself says is not trusted'),
  intents: z.array(Intent),
});
export type McpTool = z.infer<typeof McpTool>;
