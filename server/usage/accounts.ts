import { and, eq, ne } from 'drizzle-orm';
import { v7 } from 'uuid';
import { PLAN_TERMS } from '../../shared/usage/plans.ts';
import { createdByColumns } from '../db/actors.ts';
import { readPlan } from '../db/plans.ts';
import { usageEntries } from '../db/schema/index.ts';
import { remembered } from '../engines/remembered.ts';
import type { SpeechAccounts, SpeechEntry, SpeechReservation, SpokenFor } from '../speech/contract.ts';
import { giveCharactersBack, requireCharacters, requireSpeech, takeCharacters } from './quota.ts';
import type { Usage } from './usage.ts';

export interface AccountsOptions extends Usage {
  /** An entry could not be closed: it stays reserved, and counts as lost later. Or one at no cost was not written. */
  onUnsettled(error: unknown): void;
}

/** Entries that are written in one statement. */
const MOST_AT_ONCE = 500;

/** The accounts as speech keeps them; `close` waits for what is being written. */
export interface Accounts extends SpeechAccounts {
  /** Forgets what it remembers of a workspace's plan; null: of every workspace's. */
  planChanged(workspaceId: string | null): void;
  close(): Promise<void>;
}

/**
 * Accounts in the database. An entry stands there before the engine is asked; it is closed behind the answer, so that
 * nobody waits for it, and a process that dies in between leaves the entry with its estimate. What costs nothing, for no
 * engine is asked, is written behind the answer as a whole.
 */
export function openAccounts({ database, givenPlan, prices, onUnsettled }: AccountsOptions): Accounts {
  const plans = remembered((workspaceId) =>
    database.withWorkspace(workspaceId, (tx) => readPlan(tx, workspaceId, givenPlan)),
  );
  const writing = new Set<Promise<void>>();
  const behind = (work: Promise<unknown>) => {
    const done: Promise<void> = work
      .then(() => undefined, onUnsettled)
      .finally(() => {
        writing.delete(done);
      });
    writing.add(done);
  };
  /** Entries of what was answered from memory, by workspace, until they are written: together, when there are many. */
  const fromMemory = new Map<string, (typeof usageEntries.$inferInsert)[]>();
  const writeFromMemory = async (workspaceId: string) => {
    const waiting = fromMemory.get(workspaceId) ?? [];
    while (waiting.length > 0) {
      const rows = waiting.splice(0, MOST_AT_ONCE);
      await database
        .withWorkspace(workspaceId, (tx) => tx.insert(usageEntries).values(rows))
        .catch(onUnsettled);
    }
    fromMemory.delete(workspaceId);
  };

  return {
    prices,

    async require({ workspaceId }, characters) {
      const plan = await plans.of(workspaceId);
      requireSpeech(plan);
      if (PLAN_TERMS[plan].charactersPerMonth === null) return;
      await database.withWorkspace(workspaceId, (tx) => requireCharacters(tx, workspaceId, plan, characters));
    },

    async reserve({ workspaceId, use }, entry) {
      const plan = await plans.of(workspaceId);
      requireSpeech(plan);
      return database.withWorkspace(workspaceId, async (tx): Promise<SpeechReservation> => {
        await takeCharacters(tx, workspaceId, plan, entry.characters);
        const id = v7();
        const at = new Date();
        await tx.insert(usageEntries).values({
          id,
          workspaceId,
          at,
          state: 'reserved',
          cached: false,
          ...columnsOf(use, entry),
        });
        const open = and(
          eq(usageEntries.workspaceId, workspaceId),
          eq(usageEntries.id, id),
          ne(usageEntries.state, 'settled'),
        );
        const set = (values: { state: 'settled' | 'lost'; seconds?: number; costUsd?: number }) =>
          behind(
            database.withWorkspace(workspaceId, (after) =>
              after.update(usageEntries).set(values).where(open),
            ),
          );
        return {
          settle: (seconds, costUsd) => set({ state: 'settled', seconds, costUsd }),
          lose: () => set({ state: 'lost' }),
          release: () =>
            behind(
              database.withWorkspace(workspaceId, async (after) => {
                const gone = await after.delete(usageEntries).where(open).returning({ id: usageEntries.id });
                if (gone.length > 0) await giveCharactersBack(after, workspaceId, at, entry.characters);
              }),
            ),
        };
      });
    },

    cached({ workspaceId, use }, entry) {
      const row = {
        workspaceId,
        at: new Date(),
        state: 'settled' as const,
        cached: true,
        ...columnsOf(use, entry),
        costUsd: 0,
      };
      const others = fromMemory.get(workspaceId);
      if (others) others.push(row);
      else {
        fromMemory.set(workspaceId, [row]);
        behind(writeFromMemory(workspaceId));
      }
    },

    planChanged: plans.forget,

    async close() {
      await Promise.all(writing);
    },
  };
}

function columnsOf(use: SpokenFor['use'], { voice, characters, seconds, costUsd }: SpeechEntry) {
  return {
    engineId: voice.engine,
    voiceId: voice.id,
    voiceName: voice.name,
    purpose: use.purpose,
    personalityId: use.personalityId ?? null,
    versionId: use.versionId ?? null,
    callId: use.callId ?? null,
    characters,
    seconds,
    costUsd,
    ...createdByColumns(use.actor),
  };
}
