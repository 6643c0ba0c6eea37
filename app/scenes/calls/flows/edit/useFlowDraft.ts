import { useRef, useState } from 'react';
import type { Flow } from '../../../../../shared/calls/flow.ts';
import { compareFlows, type FlowChange } from './compareFlows.ts';

/** A flow in a version. */
export interface VersionedFlow {
  version: number;
  content: Flow;
}

/** A flow as it stands on the screen. */
export interface FlowDraft {
  content: Flow;
  /** The version that the changes were made to. */
  base: VersionedFlow;
  changes: FlowChange[];
  /** The version that somebody saved since the changes were begun. */
  overtakenBy: number | null;
  /** Another one whenever the content was replaced from outside. */
  edition: string;
  edit(update: (flow: Flow) => Flow): void;
  discard(): void;
  /** `sent` was saved and is the version of `next`. What was changed since it was sent is still to be saved. */
  saved(sent: Flow, next: VersionedFlow): void;
  /** The changes are to replace what somebody else saved: theirs stays a version of its own. */
  rebase(): void;
}

/** Keeps changes to a flow until they are saved or given up, also while somebody else saves theirs. */
export function useFlowDraft(saved: VersionedFlow): FlowDraft {
  const [state, setState] = useState<{ base: VersionedFlow; content: Flow } | null>(null);
  const [replaced, setReplaced] = useState(0);
  // Versions that were saved here: they replace nothing of what is on the screen.
  const [own, setOwn] = useState(0);
  const begun = state ? compareFlows(state.base.content, state.content) : [];
  // What changes nothing follows what is saved.
  const held = begun.length > 0 ? state : null;
  const base = held?.base ?? saved;
  // What is undone belongs to the version of that moment, which may be a later one than when undoing was offered.
  const present = useRef(base);
  present.current = base;
  const replace = (next: typeof state) => {
    setState(next);
    setReplaced((before) => before + 1);
  };
  return {
    content: held?.content ?? saved.content,
    base,
    changes: begun,
    overtakenBy: saved.version === base.version ? null : saved.version,
    edition: `${base.version - own} ${replaced}`,
    edit: (update) =>
      setState((now) => {
        const { current } = present;
        const from =
          now && now.base.version === current.version ? now : { base: current, content: current.content };
        return { base: from.base, content: update(from.content) };
      }),
    discard: () => replace(null),
    saved: (sent, next) => {
      setState((now) => ({ base: next, content: now && now.content !== sent ? now.content : next.content }));
      setOwn((before) => before + 1);
    },
    rebase: () => held && replace({ base: saved, content: held.content }),
  };
}
