import { McpError } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import type { McpTool } from '../../../../shared/api/tools.ts';
import { ProblemError } from '../../../problem.ts';
import { type Tool, ToolError } from '../../contract.ts';
import { inputOf } from '../jsonSchema.ts';
import { type McpAddress, mcpFailure, withMcpServer } from './mcpClient.ts';

const TIMEOUT_MS = 10_000;
const INVALID_PARAMS = -32602;

/** The name under which agents know a server's tool. */
export function agentNameOf(server: string, tool: string): string {
  return `${server}__${tool.replaceAll(/[^A-Za-z0-9_]/g, '_')}`.slice(0, 64);
}

/** A tool of an MCP server, as somebody allowed it. Throws `validation-failed` when its schema cannot be used. */
export function mcpTool(server: McpAddress & { name: string }, tool: McpTool): Tool {
  return {
    name: agentNameOf(server.name, tool.name),
    title: `${tool.name} (${server.name})`,
    description: tool.description,
    input: inputOf(tool.inputSchema).pipe(z.record(z.string(), z.unknown())),
    inputSchema: tool.inputSchema,
    effect: tool.effect,
    outside: true,
    intents: tool.intents,
    timeoutMs: TIMEOUT_MS,
    async run(input, { signal }) {
      const given = input as Record<string, unknown>;
      const answer = await withMcpServer(server, signal, (client) =>
        client.callTool({ name: tool.name, arguments: given }, undefined, { signal, timeout: TIMEOUT_MS }),
      ).catch((error: unknown) => {
        if (signal.aborted || error instanceof ProblemError) throw error;
        if (error instanceof McpError && error.code === INVALID_PARAMS)
          throw new ToolError('invalid-input', error.message);
        throw new ToolError('unavailable', mcpFailure(error));
      });
      const texts = textsOf(answer.content);
      if (answer.isError) throw new ToolError('unavailable', texts.join(' ') || 'It failed without a word.');
      return { result: answer.structuredContent ?? (texts.length === 1 ? { text: texts[0] } : { texts }) };
    },
  };
}

/** What an agent can read of an answer; other parts are named. */
function textsOf(content: unknown): string[] {
  if (!Array.isArray(content)) return [];
  return content.map((part: { type?: unknown; text?: unknown }) =>
    typeof part.text === 'string' ? part.text : `[${String(part.type)}]`,
  );
}
