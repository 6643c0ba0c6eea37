import { sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { z } from 'zod';
import type { Database } from '../db/database.ts';
import type { AnyEngine } from './contract.ts';
import type { Desk } from './desk.ts';
import { EngineFigures } from './figures.ts';

/** What the processes of an installation tell each other of their engines. */
export interface SharedFigures {
  /** These are told of from now on, each under a name that other processes have for the same engine and account. */
  share(desks: () => Iterable<readonly [name: string, desk: Desk<AnyEngine>]>): void;
  /** What the others told lately of engines by name. */
  ofOthers(names: readonly string[]): Promise<OthersFigures>;
  /** Tells what changed since it last did, and that this process is there: to be called every few seconds. */
  tell(): Promise<void>;
  /** Takes back what was told. */
  close(): Promise<void>;
}

export interface OthersFigures {
  /** How many other processes there are, whether or not they asked any of these. */
  processes: number;
  known: ReadonlyMap<string, readonly EngineFigures[]>;
}

const Told = z.object({ processes: z.number(), figures: z.array(z.tuple([z.string(), z.unknown()])) });

/** Shares figures by way of the database; no request waits for it. */
export function openSharedFigures({ outside }: Pick<Database, 'outside'>): SharedFigures {
  const processId = v7();
  const shared: Parameters<SharedFigures['share']>[0][] = [];
  /** The stamps of what was told. */
  const told = new Map<string, string>();

  return {
    share: (desks) => void shared.push(desks),

    async ofOthers(names) {
      const { rows } = await outside.execute<{ told: unknown }>(
        sql`select voiceops_engine_figures(${processId}, ${sql.param([...names])}::text[]) as told`,
      );
      const { processes, figures } = Told.parse(rows[0]?.told);
      const known = new Map<string, EngineFigures[]>();
      for (const [name, one] of figures) {
        // A process of another version may know other things.
        const { data } = EngineFigures.safeParse(one);
        if (data) known.set(name, [...(known.get(name) ?? []), data]);
      }
      return { processes, known };
    },

    async tell() {
      const changed: Record<string, EngineFigures> = {};
      const stamps = new Map<string, string>();
      for (const desks of shared)
        for (const [name, desk] of desks()) {
          if (told.get(name) === desk.stamp) continue;
          stamps.set(name, desk.stamp);
          changed[name] = desk.figures();
        }
      const { rows } = await outside.execute<{ known: boolean }>(
        sql`select voiceops_tell_engines(${processId}, ${JSON.stringify(changed)}::jsonb) as known`,
      );
      // It was silent for so long that it was taken for gone: everything is told again the next time.
      if (!rows[0]?.known) told.clear();
      else for (const [name, stamp] of stamps) told.set(name, stamp);
    },

    async close() {
      // Where the database is away, the others soon take this process for gone.
      await outside.execute(sql`select voiceops_forget_process(${processId})`).catch(() => undefined);
    },
  };
}
