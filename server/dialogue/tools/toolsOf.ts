import { and, asc, eq, type SQL, sql } from 'drizzle-orm';
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

/** The same for whoever has a transaction, and knows whether there are any outside (`hasToolsOutside`). */
export async function toolsFor(
  tools: Tools,
  tx: WorkspaceTx,
  workspaceId: string,
  outside: boolean,
): Promise<readonly Tool[]> {
  return outside ? (await sourcedIn(tools, tx, workspaceId)).map(({ tool }) => tool) : tools.ours;
}

/** Whether a workspace has tools outside that are switched on, to be asked beside something else. */
export function hasToolsOutside(tx: WorkspaceTx, workspaceId: string): SQL<boolean> {
  const http = tx.select({ id: httpTools.id }).from(httpTools).where(httpToolsIn(workspaceId));
  const mcp = tx.select({ id: mcpServers.id }).from(mcpServers).where(mcpServersIn(workspaceId));
  return sql<boolean>`(exists ${http} or exists ${mcp})`;
}

const httpToolsIn = (workspaceId: string) => and(eq(httpTools.workspaceId, workspaceId), httpTools.active);
const mcpServersIn = (workspaceId: string) => and(eq(mcpServers.workspaceId, workspaceId), mcpServers.active);

/** All of them, to be shown. */
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

const withSources = (tools: Tools, workspaceId: string) =>
  tools.database.withWorkspace(workspaceId, (tx) => sourcedIn(tools, tx, workspaceId));

async function sourcedIn(tools: Tools, tx: WorkspaceTx, workspaceId: string): Promise<Sourced[]> {
  const outside = [
    ...(await httpToolsOf(tools, tx, workspaceId)),
    ...(await mcpToolsOf(tools, tx, workspaceId)),
  ];
  const all = [...tools.ours.map((tool): Sourced => ({ tool, source: 'ours' })), ...outside];
  // Names that are cut short may meet: the first one keeps it.
  const seen = new Set<string>();
  return all.filter(({ tool }) => !seen.has(tool.name) && seen.add(tool.name));
}

async function httpToolsOf(tools: Tools, tx: WorkspaceTx, workspaceId: string): Promise<Sourced[]> {
  const rows = await tx.select().from(httpTools).where(httpToolsIn(workspaceId)).orderBy(asc(httpTools.name));
  return usable(tools, rows, (row) => [
    httpTool({ ...row, headers: openHeaders(tools.audioStore, row) }, tools.allowPrivateNetworks),
  ]).map((tool) => ({ tool, source: 'http' }));
}

async function mcpToolsOf(tools: Tools, tx: WorkspaceTx, workspaceId: string): Promise<Sourced[]> {
  const rows = await tx
    .select()
    .from(mcpServers)
    .where(mcpServersIn(workspaceId))
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
