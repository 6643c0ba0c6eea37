import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Caller } from '../../server/caller.ts';
import { toolCalls } from '../../server/db/schema/index.ts';
import type { OfferedTool, Tool, ToolAnswer } from '../../server/dialogue/contract.ts';
import { type CallContent, openCall } from '../../server/dialogue/tools/callLog.ts';
import { offerTools, type ToolTurn } from '../../server/dialogue/tools/offerTools.ts';
import { ownerCaller } from '../../server/identity/createWorkspace.ts';
import type { AudioStore } from '../../server/storage/audioStore.ts';
import { fixedMasterKeys, newMasterKey } from '../../server/storage/masterKeys.ts';
import { openSecret, sealSecret } from '../../server/storage/sealing.ts';
import type { Intent } from '../../shared/dialogue/intents.ts';
import { createTestDatabase, createWorkspace, type TestDatabase } from './database.ts';

/** Friday morning in New York, where it is four hours before UTC. */
export const NOW = new Date('2026-09-18T14:00:00Z');

export interface ToolScene {
  db: TestDatabase;
  /** Seals the log and the headers of tools outside. */
  audioStore: Pick<AudioStore, 'seal' | 'open'>;
  caller: Caller;
  workspaceId: string;
  /** Errors that agents were not told of. */
  troubles: unknown[];
  /** What agents may call in a turn of their own; `wants`: what the person wanted. */
  turn(tools: readonly Tool[], options?: TurnOptions): OfferedTool[];
  /** One call in a turn of its own. */
  use(tools: readonly Tool[], name: string, input: unknown, options?: TurnOptions): Promise<ToolAnswer>;
  /** The log, oldest first. */
  log(): Promise<(typeof toolCalls.$inferSelect & CallContent)[]>;
  close(): Promise<void>;
}

export type TurnOptions = { wants?: Intent[]; signal?: AbortSignal; now?: Date; timeZone?: string } & Partial<
  Pick<ToolTurn, 'turnId' | 'confirmedTurnId' | 'stillHolds' | 'onStarted' | 'onEnded'>
> & { conversationId?: string };

/** A workspace whose tools are called as agents call them. */
export async function toolScene(): Promise<ToolScene> {
  const db = await createTestDatabase();
  const { workspaceId, ownerId } = await createWorkspace(db);
  const caller = ownerCaller(workspaceId, ownerId, 'Olga Owner', 'test');
  const masters = fixedMasterKeys([newMasterKey()]);
  const audioStore: ToolScene['audioStore'] = {
    seal: (text) => sealSecret(masters, text),
    open: (sealed) => openSecret(masters, sealed),
  };
  const troubles: unknown[] = [];
  const turn: ToolScene['turn'] = (tools, options = {}) => {
    const { wants = [], signal, now, timeZone, conversationId, ...rest } = options;
    return offerTools(tools, {
      database: db.database,
      audioStore,
      context: {
        caller,
        conversationId: conversationId ?? randomUUID(),
        language: 'en-US',
        timeZone: timeZone ?? 'America/New_York',
        now: now ?? NOW,
        signal: signal ?? new AbortController().signal,
      },
      turnId: randomUUID(),
      heardIntents: new Set(wants),
      onTrouble: (error) => troubles.push(error),
      ...rest,
    });
  };
  return {
    db,
    audioStore,
    caller,
    workspaceId,
    troubles,
    turn,
    use: (tools, name, input, options) => named(turn(tools, options), name).run(input),
    log: async () => {
      const rows = await db.database.withWorkspace(workspaceId, (tx) =>
        tx.select().from(toolCalls).orderBy(sql`id`),
      );
      return rows.map((row) => ({ ...row, ...openCall(audioStore, row.sealedSecret) }));
    },
    close: () => db.close(),
  };
}

/** The tool of that name. */
export function named(tools: readonly OfferedTool[], name: string): OfferedTool {
  const found = tools.find((tool) => tool.name === name);
  if (!found) throw new Error(`no tool ${name}`);
  return found;
}
