import { v7 } from 'uuid';
import type {
  AdmittedCall,
  CallTap,
  LiveCall,
  LiveCalls,
  LiveState,
  Party,
} from '../../server/calls/contract.ts';
import { ProblemError } from '../../server/problem.ts';
import type { CallTransport } from '../../server/telephony/callTransport.ts';
import type { CallEnd, CallEvent } from '../../shared/calls/timeline.ts';

/** A call in which happens what the test says. */
export interface TestCall {
  live: LiveCall;
  happens(...events: CallEvent[]): void;
  says(state: LiveState): void;
  sounds(party: Party, mulaw: Uint8Array, atMs: number): void;
  ends(end: CallEnd): void;
  /** What was done to it, in order. */
  readonly done: { what: string; detail?: unknown }[];
  /** The lines of people who joined. */
  readonly legs: CallTransport[];
  /** What they said, byte by byte, and which marks they heard. */
  readonly said: { sound: number[]; marks: string[]; closed: string[] };
}

/** Calls in progress that no engine runs: for what looks at calls from beside. */
export function openTestCalls(): LiveCalls & {
  begin(workspaceId: string, start?: Partial<AdmittedCall>): TestCall;
} {
  const calls = new Map<string, TestCall>();
  const listeners = new Set<(workspaceId: string, callId: string) => void>();
  const tell = ({ workspaceId, id }: AdmittedCall) => {
    for (const listener of [...listeners]) listener(workspaceId, id);
  };
  const find = (workspaceId: string, id: string) => {
    const call = calls.get(id)?.live;
    return call?.call.workspaceId === workspaceId ? call : null;
  };
  return {
    list: (workspaceId) =>
      [...calls.values()].map(({ live }) => live).filter(({ call }) => call.workspaceId === workspaceId),
    find,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get count() {
      return calls.size;
    },
    begin(workspaceId, start = {}) {
      const admitted: AdmittedCall = {
        id: v7(),
        workspaceId,
        start: { carrier: 'twilio', from: '+12025550155', to: '+15005550100', direction: 'inbound' },
        flow: {
          id: v7(),
          name: 'Main line',
          version: 3,
          content: { first: 'end', steps: {}, language: 'en-US' } as never,
        },
        personalityId: null,
        testedBy: null,
        timeZone: 'UTC',
        ...start,
      };
      const events: CallEvent[] = [{ kind: 'began', atMs: 0 }];
      const taps = new Set<CallTap>();
      const done: TestCall['done'] = [];
      const legs: CallTransport[] = [];
      const said: TestCall['said'] = { sound: [], marks: [], closed: [] };
      let state: LiveState = { interim: '', floor: 'agent' };
      let person: string | null = null;
      const happens = (...more: CallEvent[]) => {
        for (const event of more) {
          events.push(event);
          for (const tap of [...taps]) tap.event(event);
        }
        tell(admitted);
      };
      const live: LiveCall = {
        call: admitted,
        startedAt: new Date(),
        events,
        get state() {
          return state;
        },
        tap(tap) {
          taps.add(tap);
          return () => taps.delete(tap);
        },
        noteListener: (actor) => happens({ kind: 'person', atMs: 1, state: 'listens', actor }),
        join(leg, { actor, how, summary }) {
          if (how === 'take-over' && person !== null)
            throw new ProblemError('conflict', 'Somebody else took this call over.');
          if (how === 'whisper' && person === null)
            throw new ProblemError('conflict', 'Nobody has taken this call over whom you could whisper to.');
          legs.push(leg);
          done.push({ what: how, detail: summary });
          if (how === 'take-over') person = actor.name;
          happens({
            kind: 'person',
            atMs: 2,
            state: how === 'whisper' ? 'whispers' : 'took-over',
            actor,
          });
          return {
            audio: (frame) => void said.sound.push(...frame),
            dtmf: () => {},
            mark: (name) => void said.marks.push(name),
            returned: () => {},
            closed: (why) => void said.closed.push(why),
          };
        },
        advise: (_actor, advice) => done.push({ what: 'advise', detail: advice }),
        handBack: () => done.push({ what: 'hand-back' }),
        end: (why) => done.push({ what: 'end', detail: why }),
      };
      const call: TestCall = {
        live,
        happens,
        says(next) {
          state = next;
          for (const tap of [...taps]) tap.live?.(next);
        },
        sounds: (party, mulaw, atMs) => {
          for (const tap of [...taps]) tap.sound?.(party, mulaw, atMs);
        },
        ends(end) {
          calls.delete(admitted.id);
          for (const tap of [...taps]) tap.ended(end);
          tell(admitted);
        },
        done,
        legs,
        said,
      };
      calls.set(admitted.id, call);
      tell(admitted);
      return call;
    },
  };
}
