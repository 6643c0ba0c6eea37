import type { LiveCall, LiveCalls } from './contract.ts';

/** The calls of this process, and who is told of them. */
export interface CallRegister extends LiveCalls {
  add(call: LiveCall): void;
  remove(call: LiveCall): void;
  changed(call: LiveCall): void;
  all(): readonly LiveCall[];
}

/** Opens an empty register. A listener that throws is told of no more than `onTrouble`. */
export function openLiveCalls(onTrouble: (error: unknown, what: string) => void): CallRegister {
  const calls = new Map<string, LiveCall>();
  const listeners = new Set<(workspaceId: string, callId: string) => void>();
  const changed = ({ call }: LiveCall) => {
    for (const listener of listeners) {
      try {
        listener(call.workspaceId, call.id);
      } catch (error) {
        onTrouble(error, 'somebody who watches calls failed');
      }
    }
  };
  return {
    add(live) {
      calls.set(live.call.id, live);
      changed(live);
    },
    remove(live) {
      if (calls.delete(live.call.id)) changed(live);
    },
    changed,
    all: () => [...calls.values()],
    list: (workspaceId) => [...calls.values()].filter(({ call }) => call.workspaceId === workspaceId),
    find(workspaceId, id) {
      const live = calls.get(id);
      return live?.call.workspaceId === workspaceId ? live : null;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get count() {
      return calls.size;
    },
  };
}
