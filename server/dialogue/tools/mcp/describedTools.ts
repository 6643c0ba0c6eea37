import type { McpTool } from '../../../../shared/api/tools.ts';
import { canonical } from '../../../db/audit.ts';
import { type McpAddress, withMcpServer } from './mcpClient.ts';

const TIMEOUT_MS = 10_000;
const MOST_TOOLS = 200;
const MOST_PAGES = 10;

/** A tool as a server describes it. */
export type DescribedTool = Pick<McpTool, 'name' | 'description' | 'inputSchema'>;

/** What a server offers. */
export async function describedTools(server: McpAddress): Promise<DescribedTool[]> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  return withMcpServer(server, signal, async (client) => {
    const tools: DescribedTool[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < MOST_PAGES; page++) {
      const listed = await client.listTools({ cursor }, { signal });
      for (const { name, description = '', inputSchema } of listed.tools)
        tools.push({ name, description: description.slice(0, 1000), inputSchema: { ...inputSchema } });
      cursor = listed.nextCursor;
      if (cursor === undefined || tools.length >= MOST_TOOLS) break;
    }
    return tools.slice(0, MOST_TOOLS);
  });
}

/**
 * A tool that is as it was keeps what was decided of it. One that is new, or describes itself otherwise, is not
 * allowed and counts as changing something, whatever the server says of it.
 */
export function withDecisions(described: readonly DescribedTool[], before: readonly McpTool[]): McpTool[] {
  return described.map((tool) => {
    const known = before.find(({ name }) => name === tool.name);
    const same =
      known?.description === tool.description && canonical(known.inputSchema) === canonical(tool.inputSchema);
    return known && same
      ? { ...tool, allowed: known.allowed, effect: known.effect, intents: known.intents }
      : { ...tool, allowed: false, effect: true, intents: [] };
  });
}
