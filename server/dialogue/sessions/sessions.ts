import { and, eq, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Message } from '../../../shared/api/chat.ts';
import type { Preferences, Session } from '../../../shared/api/speechApi.ts';
import type { Caller } from '../../caller.ts';
import { createdByColumns } from '../../db/actors.ts';
import { recordAudit } from '../../db/audit.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { voiceSessions } from '../../db/schema/index.ts';
import { notFound, ProblemError } from '../../problem.ts';
import { beginConversation } from '../conversations/beginConversation.ts';
import type { Conversations } from '../conversations/conversations.ts';
import { forgetConversation } from '../conversations/deleteConversation.ts';
import { requestStop } from '../conversations/lease.ts';
import { latestMessages } from '../conversations/readConversations.ts';
import { patienceOf } from '../handover/keepSession.ts';
import { findPreferences, NO_PREFERENCES } from './preferences.ts';

/** What sessions are kept in. */
export type SessionsDeps = Conversations;

/** What is sealed in a session's row. */
interface SessionContent {
  user: string | null;
  personalityId: string | null;
  /** The session's own; the user's come behind them. */
  preferences: Partial<Preferences>;
}

export interface SessionWish {
  user?: string | undefined;
  personalityId?: string | undefined;
  preferences?: Partial<Preferences> | undefined;
  idleSeconds: number;
}

type Row = typeof voiceSessions.$inferSelect;
const SHOWN_MESSAGES = 50;
const SWEPT_AT_ONCE = 200;

/** Begins a session with a conversation of its own. */
export function beginSession(deps: SessionsDeps, caller: Caller, wish: SessionWish): Promise<Session> {
  const { workspaceId } = caller;
  const content: SessionContent = {
    user: wish.user ?? null,
    personalityId: wish.personalityId ?? null,
    preferences: wish.preferences ?? {},
  };
  return deps.database.withWorkspace(workspaceId, async (tx) => {
    const conversationId = await beginConversation(tx, deps, caller);
    const [row] = await tx
      .insert(voiceSessions)
      .values({
        id: v7(),
        workspaceId,
        conversationId,
        sealedSecret: deps.audioStore.seal(JSON.stringify(content)),
        idleSeconds: wish.idleSeconds,
        expiresAt: sql`now() + make_interval(secs => ${wish.idleSeconds})`,
        ...createdByColumns(caller.actor),
      })
      .returning();
    return present(tx, deps, row!, content);
  });
}

/**
 * The session as it holds now, its end moved on: every use does. Throws `not-found`, `session-expired`, and
 * `forbidden` for whoever did not begin it.
 */
export function touchSession(
  deps: SessionsDeps,
  caller: Caller,
  id: string,
  { leastSeconds = 0 }: { leastSeconds?: number } = {},
): Promise<Session> {
  return deps.database.withWorkspace(caller.workspaceId, async (tx) => {
    requireAlive(await ownRow(tx, caller, id));
    const [row] = await tx
      .update(voiceSessions)
      .set({
        expiresAt: sql`now() + make_interval(secs => greatest(${voiceSessions.idleSeconds}, ${leastSeconds}, ${patienceOf(tx)}))`,
      })
      .where(rowOf(caller.workspaceId, id))
      .returning();
    if (!row) throw notFound('session');
    return present(tx, deps, row, contentOf(deps, row));
  });
}

/** Longer than any request takes: a long recording is worked at for minutes. */
const IN_USE_SECONDS = 3600;

/**
 * Does some work in a session (null: in none), which does not end meanwhile however short its life is. Throws as
 * `touchSession`, and what the work throws.
 */
export async function inSession<Result>(
  deps: SessionsDeps,
  caller: Caller,
  id: string | undefined,
  work: (session: Session | null) => Promise<Result>,
): Promise<Result> {
  if (id === undefined) return work(null);
  const { session, release } = await holdSession(deps, caller, id);
  try {
    return await work(session);
  } finally {
    await release();
  }
}

/** A session that does not end until it is released. Throws as `touchSession`. */
export async function holdSession(
  deps: SessionsDeps,
  caller: Caller,
  id: string,
): Promise<{ session: Session; release(): Promise<void> }> {
  return {
    session: await touchSession(deps, caller, id, { leastSeconds: IN_USE_SECONDS }),
    // One that was deleted meanwhile is gone; what was done in it stands.
    release: () =>
      touchSession(deps, caller, id).then(
        () => undefined,
        () => undefined,
      ),
  };
}

/** What a session says of who talks in it, for a message. */
export function wishIn({ conversationId, personalityId, preferences }: Session) {
  return {
    conversationId,
    ofSession: true,
    personalityId: personalityId ?? undefined,
    voiceId: preferences.voiceId ?? undefined,
    speed: preferences.speed ?? undefined,
    language: preferences.language ?? undefined,
    personName: preferences.name ?? undefined,
  };
}

/** The session with what was said last in it. Looking at it is no use of it. Throws as `touchSession`. */
export async function readSession(
  deps: SessionsDeps,
  caller: Caller,
  id: string,
): Promise<Session & { messages: Message[] }> {
  const session = await deps.database.withWorkspace(caller.workspaceId, async (tx) => {
    const row = requireAlive(await ownRow(tx, caller, id));
    return present(tx, deps, row, contentOf(deps, row));
  });
  return {
    ...session,
    messages: await latestMessages(deps, caller.workspaceId, session.conversationId, SHOWN_MESSAGES),
  };
}

/** Deletes the session and all that was said in it, for good. Throws `not-found` and `forbidden`. */
export async function deleteSession(deps: SessionsDeps, caller: Caller, id: string): Promise<void> {
  const { workspaceId } = caller;
  const { conversationId } = await deps.database.withWorkspace(workspaceId, (tx) => ownRow(tx, caller, id));
  await requestStop(deps, workspaceId, conversationId);
  await forgetConversation(deps, workspaceId, conversationId, (tx) =>
    recordAudit(tx, workspaceId, {
      actor: caller.actor,
      action: 'session.deleted',
      subject: { kind: 'session', id, name: 'Session of a program' },
      detail: {},
      correlationId: caller.correlationId,
    }),
  );
}

/** Deletes what is over, of all workspaces; gives how many there were. */
export async function sweepSessions(deps: SessionsDeps): Promise<number> {
  const { rows } = await deps.database.outside.execute<{ workspace_id: string; conversation_id: string }>(
    sql`select workspace_id, conversation_id from voiceops_expired_sessions(${SWEPT_AT_ONCE})`,
  );
  for (const row of rows) await forgetConversation(deps, row.workspace_id, row.conversation_id);
  return rows.length;
}

const rowOf = (workspaceId: string, id: string) =>
  and(eq(voiceSessions.workspaceId, workspaceId), eq(voiceSessions.id, id));

async function ownRow(tx: WorkspaceTx, { workspaceId, actor }: Caller, id: string): Promise<Row> {
  const [row] = await tx.select().from(voiceSessions).where(rowOf(workspaceId, id));
  if (!row) throw notFound('session');
  if (row.createdByKind !== actor.kind || row.createdById !== actor.id)
    throw new ProblemError(
      'forbidden',
      'This session belongs to somebody else: only who began it may use it.',
    );
  return row;
}

function requireAlive(row: Row): Row {
  if (row.expiresAt.getTime() <= Date.now())
    throw new ProblemError(
      'session-expired',
      'This session was not used for too long and is over. Begin a new one.',
    );
  return row;
}

function contentOf({ audioStore }: Pick<SessionsDeps, 'audioStore'>, row: Row): SessionContent {
  return JSON.parse(audioStore.open(row.sealedSecret));
}

async function present(
  tx: WorkspaceTx,
  deps: SessionsDeps,
  row: Row,
  { user, personalityId, preferences }: SessionContent,
): Promise<Session> {
  const remembered = user === null ? null : await findPreferences(tx, deps, row.workspaceId, user);
  const {
    consentedAt: _consented,
    updatedAt: _updated,
    ...known
  } = {
    consentedAt: '',
    updatedAt: '',
    ...(remembered ?? NO_PREFERENCES),
  };
  return {
    id: row.id,
    conversationId: row.conversationId,
    user,
    personalityId,
    preferences: { ...known, ...preferences },
    expiresAt: row.expiresAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
  };
}
