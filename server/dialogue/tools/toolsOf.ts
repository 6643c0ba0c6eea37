import { and, asc, eq } from 'drizzle-orm';
import type { ToolSummary } from '../../../shared/api/tools.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { httpTools, mcpServers } from '../../db/schema/index.ts';
import type { Tool } from '../contract.ts';
import { openHeaders } from './headers.ts';
import { httpTool } from './http/httpTool.ts';
import { mcpTool } from './mcp/mcpTool.ts';
import { schemaOf } from './offerTools.ts';
import type { Tools } from './tools.ts';

/** Everything that agents of a workspace may use: the product's, and those outside that are switched on. */
export async function toolsOf(tools: Tools, workspaceId: string): Promise<Tool[]> {
  return (await withSources(tools, workspaceId)).map(({ tool }) => tool);
}

/** The same, to be shown. */
export async function summarizeTools(tools: Tools, workspaceId: string): Promise<ToolSummary[]> {
  return (await withSources(tools, workspaceId)).map(({ tool, source }) => ({
    name: tool.name,
    title: tool.title,
    description: tool.description,
    source,
    effect: tool.effect,
    intents: [...tool.intents],
    inputSchema: { ...schemaOf(tool) },
  }));
}

interface Sourced {
  tool: Tool;
  source: ToolSummary['source'];
}

async function withSources(tools: Tools, workspaceId: string): Promise<Sourced[]> {
  const outside = await tools.database.withWorkspace(workspaceId, async (tx) => [
    ...(await httpToolsOf(tools, tx, workspaceId)),
    ...(await mcpToolsOf(tools, tx, workspaceId)),
  ]);
  const all = [...tools.ours.map((tool): Sourced => ({ tool, source: 'ours' })), ...outside];
  // Names that are cut short may meet: the first one keeps it.
  const seen = new Set<string>();
  return all.filter(({ tool }) => !seen.has(tool.name) && seen.add(tool.name));
}

async function httpToolsOf(tools: Tools, tx: WorkspaceTx, workspaceId: string): Promise<Sourced[]> {
  const rows = await tx
    .select()
    .from(httpTools)
    .where(and(eq(httpTools.workspaceId, workspaceId), httpTools.active))
    .orderBy(asc(httpTools.name));
  return usable(tools, rows, (row) => [
    httpTool({ ...row, headers: openHeaders(tools.audioStore, row) }, tools.allowPrivateNetworks),
  ]).map((tool) => ({ tool, source: 'http' }));
}

async function mcpToolsOf(tools: Tools, tx: WorkspaceTx, workspaceId: string): Promise<Sourced[]> {
  const rows = await tx
    .select()
    .from(mcpServers)
    .where(and(eq(mcpServers.workspaceId, workspaceId), mcpServers.active))
    .orderBy(asc(mcpServers.name));
  return usable(tools, rows, (row) => {
    const { name, url } = row;
    const { allowPrivateNetworks } = tools;
    const server = { name, url, headers: openHeaders(tools.audioStore, row), allowPrivateNetworks };
    return row.tools.filter(({ allowed }) => allowed).map((tool) => mcpTool(server, tool));
  }).map((tool) => ({ tool, source: 'mcp' }));
}

/** One that cannot be used must not take the others with it. */
function usable<Row extends { name: string }>(
  { onTrouble }: Tools,
  rows: readonly Row[],
  make: (row: Row) => Tool[],
): Tool[] {
  return rows.flatMap((row) => {
    try {
      return make(row);
    } catch (error) {
      onTrouble(error, row.name);
      return [];
    }
  });
}
