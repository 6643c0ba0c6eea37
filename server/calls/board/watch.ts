import { isDeepStrictEqual } from 'node:util';
import type { BoardCall, BoardEvent } from '../../../shared/api/calls/board.ts';

/** Looks at the calls of a workspace for as long as anybody looks at its board. */
export interface Watch {
  /** Tells the board as it is, then what changes. Gives what ends it. */
  join(tell: (event: BoardEvent) => void): () => void;
  close(): void;
}

interface Shown {
  calls: BoardCall[];
  total: number;
}

export interface WatchDeps {
  /** The board with these calls of other processes. */
  shown(others: readonly BoardCall[]): Shown;
  elsewhere(): Promise<BoardCall[]>;
  askEveryMs: number;
  /** Nobody looks any more. */
  onIdle(): void;
}

/** Fast enough to read along, slow enough for hundreds of calls. */
const LOOK_EVERY_MS = 300;
/** Cards told at once; the rest follows with the next look, so that none takes long. */
const MOST_AT_ONCE = 100;

/**
 * What a call says while it is looked at is told at most every 300 ms and only as the card that comes of it: an
 * operator reads cards, and hundreds of calls make thousands of events a second.
 */
export function watchWorkspace({ shown, elsewhere, askEveryMs, onIdle }: WatchDeps): Watch {
  const followers = new Set<(event: BoardEvent) => void>();
  let others: BoardCall[] = [];
  let told = new Map<string, BoardCall>();
  let total = 0;
  let looking: NodeJS.Timeout | undefined;
  let asking: NodeJS.Timeout | undefined;

  function look(): void {
    const now = shown(others);
    const changed = now.calls.filter((call) => !isDeepStrictEqual(told.get(call.id), call));
    const there = new Set(now.calls.map(({ id }) => id));
    const gone = [...told.keys()].filter((id) => !there.has(id));
    if (changed.length === 0 && gone.length === 0 && now.total === total) return;
    total = now.total;
    const calls = changed.slice(0, MOST_AT_ONCE);
    for (const id of gone) told.delete(id);
    for (const call of calls) told.set(call.id, call);
    for (const tell of [...followers]) tell({ kind: 'changed', calls, gone, total });
  }

  function ask(): void {
    // While the database is away the board shows what was last known of other processes.
    void elsewhere()
      .then((found) => {
        others = found;
      })
      .catch(() => undefined);
  }

  function begin(): void {
    ({ total } = fill());
    ask();
    looking = setInterval(look, LOOK_EVERY_MS);
    asking = setInterval(ask, askEveryMs);
  }

  function fill(): Shown {
    const now = shown(others);
    told = new Map(now.calls.map((call) => [call.id, call]));
    return now;
  }

  function end(): void {
    clearInterval(looking);
    clearInterval(asking);
    onIdle();
  }

  return {
    join(tell) {
      if (followers.size === 0) begin();
      followers.add(tell);
      tell({ kind: 'board', calls: [...told.values()], total });
      return () => {
        if (followers.delete(tell) && followers.size === 0) end();
      };
    },
    close() {
      if (followers.size === 0) return;
      followers.clear();
      end();
    },
  };
}
