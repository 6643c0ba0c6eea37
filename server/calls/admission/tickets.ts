import { createHash, randomBytes } from 'node:crypto';
import { and, eq, gt } from 'drizzle-orm';
import type { Database, WorkspaceTx } from '../../db/database.ts';
import { callTickets } from '../../db/schema/index.ts';

/** For the carrier to open the socket of a call's sound. */
const TICKET_MS = 60_000;
const SECRET_BYTES = 32;
/** Of a workspace and a call, and what nobody guesses. */
const TOKEN = /^[\w-]{86}$/;

const hashOf = (token: string) => createHash('sha256').update(token).digest();

/**
 * A token that lets the sound of a call in, once, within a minute, at whichever node it arrives. One that was given
 * for the call before is worth nothing from now on.
 */
export async function issueTicket(tx: WorkspaceTx, workspaceId: string, callId: string): Promise<string> {
  const names = Buffer.from(`${workspaceId}${callId}`.replaceAll('-', ''), 'hex');
  const token = Buffer.concat([names, randomBytes(SECRET_BYTES)]).toString('base64url');
  const ticket = { tokenHash: hashOf(token), expiresAt: new Date(Date.now() + TICKET_MS) };
  await tx
    .insert(callTickets)
    .values({ callId, workspaceId, ...ticket })
    .onConflictDoUpdate({ target: callTickets.callId, set: ticket });
  return token;
}

/** The call that a token lets in, which it does this one time; null: none. */
export async function takeTicket(
  database: Database,
  token: string,
): Promise<{ workspaceId: string; callId: string } | null> {
  if (!TOKEN.test(token)) return null;
  const names = Buffer.from(token, 'base64url').toString('hex');
  const [workspaceId, callId] = [uuidOf(names.slice(0, 32)), uuidOf(names.slice(32, 64))];
  return database.withWorkspace(workspaceId, async (tx) => {
    const taken = await tx
      .delete(callTickets)
      .where(
        and(
          eq(callTickets.workspaceId, workspaceId),
          eq(callTickets.callId, callId),
          eq(callTickets.tokenHash, hashOf(token)),
          gt(callTickets.expiresAt, new Date()),
        ),
      )
      .returning({ callId: callTickets.callId });
    return taken.length > 0 ? { workspaceId, callId } : null;
  });
}

const uuidOf = (hex: string) => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
