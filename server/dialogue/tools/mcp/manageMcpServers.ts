import { and, asc, eq } from 'drizzle-orm';
import type { McpServer, McpServerChange, McpServerInput, McpTool } from '../../../../shared/api/tools.ts';
import type { Caller } from '../../../caller.ts';
import { createdByActor, createdByColumns } from '../../../db/actors.ts';
import { recordAudit } from '../../../db/audit.ts';
import type { WorkspaceTx } from '../../../db/database.ts';
import { mcpServers } from '../../../db/schema/index.ts';
import { checkAddress } from '../../../outbound/allowedAddress.ts';
import { notFound, ProblemError } from '../../../problem.ts';
import { changedHeaders, openHeaders, sealedHeaders } from '../headers.ts';
import { inputOf } from '../jsonSchema.ts';
import type { Tools } from '../tools.ts';
import { type DescribedTool, describedTools, withDecisions } from './describedTools.ts';
import { type McpAddress, mcpFailure } from './mcpClient.ts';

type McpServerRow = typeof mcpServers.$inferSelect;

/** MCP servers of the workspace, by name. */
export function listMcpServers({ database }: Tools, { workspaceId }: Caller): Promise<McpServer[]> {
  return database.withWorkspace(workspaceId, async (tx) =>
    (
      await tx
        .select()
        .from(mcpServers)
        .where(eq(mcpServers.workspaceId, workspaceId))
        .orderBy(asc(mcpServers.name))
    ).map(presentMcpServer),
  );
}

/**
 * Adds a server and asks what it offers; one that does not answer is kept with the reason. Throws
 * `validation-failed`, `address-not-allowed`, `already-exists`.
 */
export async function createMcpServer(
  tools: Tools,
  caller: Caller,
  input: McpServerInput,
): Promise<McpServer> {
  await checkAddress(input.url, tools.allowPrivateNetworks);
  const headers = changedHeaders({}, input.headers);
  const { allowPrivateNetworks } = tools;
  const asked = await ask({ url: input.url, headers, allowPrivateNetworks });
  return tools.database.withWorkspace(caller.workspaceId, async (tx) => {
    const [row] = await tx
      .insert(mcpServers)
      .values({
        workspaceId: caller.workspaceId,
        name: input.name,
        url: input.url,
        active: true,
        tools: [],
        ...columnsOf(asked, []),
        ...sealedHeaders(tools.audioStore, headers),
        ...createdByColumns(caller.actor),
      })
      .onConflictDoNothing()
      .returning();
    if (!row) throw new ProblemError('already-exists', `There is a server ${input.name} already.`);
    await audit(tx, caller, 'mcp-server.created', row);
    return presentMcpServer(row);
  });
}

/**
 * Changes a server or what is decided of its tools. Another host takes away the headers that are not given anew, and
 * what was allowed. Throws `not-found`, `validation-failed`, `address-not-allowed`.
 */
export async function updateMcpServer(
  tools: Tools,
  caller: Caller,
  id: string,
  change: McpServerChange,
): Promise<McpServer> {
  const { url, headers, active, tools: decisions = [] } = change;
  if (url !== undefined) await checkAddress(url, tools.allowPrivateNetworks);
  return tools.database.withWorkspace(caller.workspaceId, async (tx) => {
    const before = await lock(tx, caller.workspaceId, id);
    const moved = url !== undefined && new URL(url).origin !== new URL(before.url).origin;
    const kept = moved ? {} : openHeaders(tools.audioStore, before);
    const offered = before.tools.map((tool) => (moved ? { ...tool, allowed: false } : tool));
    return write(tx, caller, 'mcp-server.changed', id, {
      url: url ?? before.url,
      active: active ?? before.active,
      tools: offered.map((tool) => decided(tool, decisions)),
      ...sealedHeaders(tools.audioStore, changedHeaders(kept, headers ?? {})),
    });
  });
}

/** Asks a server anew what it offers. Throws `not-found`. */
export async function refreshMcpServer(tools: Tools, caller: Caller, id: string): Promise<McpServer> {
  const { workspaceId } = caller;
  const before = await tools.database.withWorkspace(workspaceId, (tx) => lock(tx, workspaceId, id));
  const headers = openHeaders(tools.audioStore, before);
  const asked = await ask({ url: before.url, headers, allowPrivateNetworks: tools.allowPrivateNetworks });
  return tools.database.withWorkspace(workspaceId, async (tx) => {
    const now = await lock(tx, workspaceId, id);
    if (now.url !== before.url)
      throw new ProblemError('conflict', 'The server was changed meanwhile. Ask again.');
    return write(tx, caller, 'mcp-server.asked', id, columnsOf(asked, now.tools));
  });
}

/** Throws `not-found`. */
export async function deleteMcpServer({ database }: Tools, caller: Caller, id: string): Promise<void> {
  await database.withWorkspace(caller.workspaceId, async (tx) => {
    const row = await lock(tx, caller.workspaceId, id);
    await tx.delete(mcpServers).where(eq(mcpServers.id, id));
    await audit(tx, caller, 'mcp-server.deleted', row);
  });
}

type Asked = { described: DescribedTool[]; problem: null } | { described: null; problem: string };

/** What a server offers, or why it cannot be asked. */
async function ask(server: McpAddress): Promise<Asked> {
  try {
    return { described: await describedTools(server), problem: null };
  } catch (error) {
    return { described: null, problem: mcpFailure(error) };
  }
}

/** The columns that tell what came of asking; what was known of a server that does not answer stays. */
function columnsOf({ described, problem }: Asked, before: McpTool[]) {
  return described === null
    ? { problem }
    : { problem, tools: withDecisions(described, before), listedAt: new Date() };
}

function decided(tool: McpTool, decisions: NonNullable<McpServerChange['tools']>): McpTool {
  const decision = decisions.find(({ name }) => name === tool.name);
  if (decision?.allowed) inputOf(tool.inputSchema);
  return decision ? { ...tool, ...decision } : tool;
}

async function write(
  tx: WorkspaceTx,
  caller: Caller,
  action: string,
  id: string,
  change: Partial<McpServerRow>,
): Promise<McpServer> {
  const [row] = await tx.update(mcpServers).set(change).where(eq(mcpServers.id, id)).returning();
  if (!row) throw notFound('server');
  await audit(tx, caller, action, row);
  return presentMcpServer(row);
}

async function lock(tx: WorkspaceTx, workspaceId: string, id: string): Promise<McpServerRow> {
  const [row] = await tx
    .select()
    .from(mcpServers)
    .where(and(eq(mcpServers.workspaceId, workspaceId), eq(mcpServers.id, id)))
    .for('update');
  if (!row) throw notFound('server');
  return row;
}

function audit(tx: WorkspaceTx, caller: Caller, action: string, row: McpServerRow): Promise<void> {
  return recordAudit(tx, caller.workspaceId, {
    actor: caller.actor,
    action,
    subject: { kind: 'mcp-server', id: row.id, name: row.name },
    // Which headers, never what they say.
    detail: {
      host: new URL(row.url).host,
      headers: row.headerNames,
      active: row.active,
      allowed: row.tools.filter(({ allowed }) => allowed).map(({ name, effect }) => ({ name, effect })),
    },
    correlationId: caller.correlationId,
  });
}

function presentMcpServer(row: McpServerRow): McpServer {
  const { id, name, url, headerNames, active, tools, problem } = row;
  return {
    ...{ id, name, url, headerNames, active, tools, problem },
    listedAt: row.listedAt?.toISOString() ?? null,
    createdBy: createdByActor(row),
    createdAt: row.createdAt.toISOString(),
  };
}
