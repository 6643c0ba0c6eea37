import { and, asc, eq } from 'drizzle-orm';
import type { HttpTool, HttpToolInput } from '../../../../shared/api/tools.ts';
import type { Caller } from '../../../caller.ts';
import { createdByActor, createdByColumns } from '../../../db/actors.ts';
import { recordAudit } from '../../../db/audit.ts';
import type { WorkspaceTx } from '../../../db/database.ts';
import { httpTools } from '../../../db/schema/index.ts';
import { checkAddress } from '../../../outbound/allowedAddress.ts';
import { notFound, ProblemError } from '../../../problem.ts';
import { changedHeaders, openHeaders, sealedHeaders } from '../headers.ts';
import { inputOf } from '../jsonSchema.ts';
import type { Tools } from '../tools.ts';
import { checkTemplate } from './urlTemplate.ts';

type HttpToolRow = typeof httpTools.$inferSelect;

/** HTTP tools of the workspace, by name. */
export function listHttpTools({ database }: Tools, { workspaceId }: Caller): Promise<HttpTool[]> {
  return database.withWorkspace(workspaceId, async (tx) =>
    (
      await tx
        .select()
        .from(httpTools)
        .where(eq(httpTools.workspaceId, workspaceId))
        .orderBy(asc(httpTools.name))
    ).map(presentHttpTool),
  );
}

/** Describes an address that agents may call. Throws `validation-failed`, `address-not-allowed`, `already-exists`. */
export async function createHttpTool(tools: Tools, caller: Caller, input: HttpToolInput): Promise<HttpTool> {
  await check(tools, input);
  const { headers, ...fields } = input;
  const { workspaceId } = caller;
  return tools.database.withWorkspace(workspaceId, async (tx) => {
    const [row] = await tx
      .insert(httpTools)
      .values({
        workspaceId,
        ...fields,
        ...sealedHeaders(tools.audioStore, changedHeaders({}, headers)),
        ...createdByColumns(caller.actor),
      })
      .onConflictDoNothing()
      .returning();
    if (!row) throw exists(input.name);
    await audit(tx, caller, 'tool.created', row);
    return presentHttpTool(row);
  });
}

/**
 * Changes a tool. Headers that are not named stay, unless the tool now asks another host: what was meant for one
 * is not sent to the other. Throws as `createHttpTool` does, and `not-found`.
 */
export async function updateHttpTool(
  tools: Tools,
  caller: Caller,
  id: string,
  input: HttpToolInput,
): Promise<HttpTool> {
  await check(tools, input);
  const { headers, ...fields } = input;
  const { workspaceId } = caller;
  return tools.database.withWorkspace(workspaceId, async (tx) => {
    const own = and(eq(httpTools.workspaceId, workspaceId), eq(httpTools.id, id));
    const [before] = await tx.select().from(httpTools).where(own).for('update');
    if (!before) throw notFound('tool');
    const [namesake] = await tx
      .select({ id: httpTools.id })
      .from(httpTools)
      .where(and(eq(httpTools.workspaceId, workspaceId), eq(httpTools.name, input.name)));
    if (namesake && namesake.id !== id) throw exists(input.name);
    const sameHost = originOf(before.urlTemplate) === originOf(input.urlTemplate);
    const kept = sameHost ? openHeaders(tools.audioStore, before) : {};
    const [row] = await tx
      .update(httpTools)
      .set({
        ...fields,
        ...sealedHeaders(tools.audioStore, changedHeaders(kept, headers)),
        updatedAt: new Date(),
      })
      .where(own)
      .returning();
    if (!row) throw notFound('tool');
    await audit(tx, caller, 'tool.changed', row);
    return presentHttpTool(row);
  });
}

/** Throws `not-found`. */
export async function deleteHttpTool({ database }: Tools, caller: Caller, id: string): Promise<void> {
  await database.withWorkspace(caller.workspaceId, async (tx) => {
    const [row] = await tx
      .delete(httpTools)
      .where(and(eq(httpTools.workspaceId, caller.workspaceId), eq(httpTools.id, id)))
      .returning();
    if (!row) throw notFound('tool');
    await audit(tx, caller, 'tool.deleted', row);
  });
}

async function check({ ours, allowPrivateNetworks }: Tools, input: HttpToolInput): Promise<void> {
  if (ours.some(({ name }) => name === input.name)) throw exists(input.name);
  if (input.name.includes('__'))
    throw new ProblemError(
      'validation-failed',
      'Two underscores stand between the names of MCP servers and tools.',
      {
        errors: [{ field: 'name', message: 'must not have two underscores in a row' }],
      },
    );
  inputOf(input.inputSchema);
  checkTemplate(input.urlTemplate);
  await checkAddress(originOf(input.urlTemplate), allowPrivateNetworks);
}

function originOf(template: string): string {
  return new URL(template.replaceAll(/[{}]/g, '')).origin;
}

function exists(name: string): ProblemError {
  return new ProblemError('already-exists', `There is a tool ${name} already. Give this one another name.`);
}

function audit(tx: WorkspaceTx, caller: Caller, action: string, row: HttpToolRow): Promise<void> {
  return recordAudit(tx, caller.workspaceId, {
    actor: caller.actor,
    action,
    subject: { kind: 'tool', id: row.id, name: row.name },
    // Which headers, never what they say.
    detail: {
      method: row.method,
      host: new URL(originOf(row.urlTemplate)).host,
      headers: row.headerNames,
      effect: row.effect,
      intents: row.intents,
      active: row.active,
    },
    correlationId: caller.correlationId,
  });
}

function presentHttpTool(row: HttpToolRow): HttpTool {
  const { name, title, description, inputSchema, method, urlTemplate, timeoutMs, effect, intents, active } =
    row;
  return {
    id: row.id,
    ...{ name, title, description, inputSchema, method, urlTemplate, timeoutMs, effect, intents, active },
    headerNames: row.headerNames,
    createdBy: createdByActor(row),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
