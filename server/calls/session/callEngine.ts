import { setTimeout as delay } from 'node:timers/promises';
import type { CallTransport } from '../../telephony/callTransport.ts';
import { openTimerWheel } from '../clock.ts';
import type { AdmittedCall, LiveCall } from '../contract.ts';
import { openLiveCalls } from '../liveCalls.ts';
import { CallSession } from './callSession.ts';
import type { CallEngine, CallEngineDeps } from './contract.ts';
import { People } from './people.ts';

/** The flow's goodbye is heard before a call is cut off. */
const GOODBYE_MS = 15_000;

/** Opens what answers calls; nothing is started before the first one. */
export function openCallEngine(deps: CallEngineDeps): CallEngine {
  const wheel = deps.clock ? null : openTimerWheel();
  const clock = deps.clock ?? wheel!;
  const live = openLiveCalls(deps.onTrouble);
  const sessions = new Set<CallSession>();

  function answer(call: AdmittedCall, transport: CallTransport) {
    const people = new People(clock);
    const startedAt = new Date();
    const it: LiveCall = {
      call,
      startedAt,
      get events() {
        return session.timeline.events;
      },
      get state() {
        return session.timeline.state;
      },
      tap: (tap) => session.timeline.tap(tap),
      join: (leg, who) => people.join(leg, who),
      noteListener: (actor) =>
        session.post(() => session.timeline.add({ kind: 'person', state: 'listens', actor })),
      advise: (_actor, advice) => session.post(() => session.advise(advice)),
      handBack: () => people.handBack(),
      end: (why) => session.end(why),
    };
    const session = new CallSession(deps, clock, call, transport, it, people, () => live.changed(it));
    people.attach(session);
    sessions.add(session);
    live.add(it);
    deps.lines.warm(call.workspaceId, call.flow.content);
    void session.ended.then(() => {
      sessions.delete(session);
      live.remove(it);
    });
    return session.listener;
  }

  /** Whether all calls were over before the time was. */
  async function over(limitMs: number): Promise<boolean> {
    const late = new AbortController();
    const all = Promise.all([...sessions].map(({ ended }) => ended)).then(() => true);
    const time = delay(limitMs, false, { signal: late.signal }).catch(() => false);
    const first = await Promise.race([all, time]);
    late.abort();
    return first;
  }

  return {
    answer,
    live,
    async drain(limitMs) {
      if (await over(limitMs)) return;
      for (const session of sessions) session.end('drained');
      await over(GOODBYE_MS);
    },
    async close() {
      for (const session of sessions) session.abandon('drained');
      await Promise.all([...sessions].map(({ ended }) => ended));
      wheel?.close();
    },
  };
}
