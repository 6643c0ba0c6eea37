import { ProblemError } from '../../problem.ts';
import type { CallListener, CallStart, CallTransport } from '../../telephony/callTransport.ts';
import { nameToken } from '../callName.ts';
import type { LiveCall } from '../contract.ts';

/** People at other telephones who are asked to take a call over; those of this process, which holds the calls. */
export interface Invitations {
  /** Rings there. Resolves once somebody picks up; rejects when nobody will. */
  invite(call: LiveCall, to: string, summary: string): Promise<void>;
  /** Somebody picked up: a token for their sound, good once. Null: their caller does not wait any more. */
  pickedUp(token: string): string | null;
  /** Their sound begins to flow; null: nobody was invited with this token. */
  take(ticket: string): Invited | null;
  /** The carrier's call is over. */
  over(carrierCallId: string): void;
}

export interface Invited {
  start: Pick<CallStart, 'from' | 'to' | 'direction'>;
  answer(leg: CallTransport): CallListener | null;
}

export interface InvitationDeps {
  /** Asks the carrier to ring; gives its name of the call. */
  dial(token: string, call: { from: string; to: string }): Promise<string>;
  hangUp(carrierCallId: string): Promise<void>;
  onTrouble(error: unknown, what: string): void;
}

interface Open {
  call: LiveCall;
  from: string;
  to: string;
  summary: string;
  carrierCallId: string | null;
  /** Shown with the sound, once somebody picked up. */
  ticket: string | null;
  settle(problem: ProblemError | null): void;
}

/** Invitations by a carrier. */
export function openInvitations({ dial, hangUp, onTrouble }: InvitationDeps): Invitations {
  const open = new Map<string, Open>();

  function cancel(token: string, why: string): void {
    const one = open.get(token);
    if (!one) return;
    open.delete(token);
    one.settle(new ProblemError('engine-refused', why));
    if (one.carrierCallId)
      hangUp(one.carrierCallId).catch((error: unknown) =>
        onTrouble(error, 'a telephone that rings for nobody could not be stopped'),
      );
  }

  return {
    async invite(call, to, summary) {
      const { direction, from: theirs, to: called } = call.call.start;
      const from = direction === 'inbound' ? called : theirs;
      if (!from)
        throw new ProblemError('engine-refused', 'This call came in by no number that could ring elsewhere.');
      const { workspaceId, id: callId } = call.call;
      const token = nameToken({ workspaceId, callId });
      let settle: Open['settle'] = () => undefined;
      const settled = new Promise<void>((resolve, reject) => {
        settle = (problem) => (problem ? reject(problem) : resolve());
      });
      const one: Open = { call, from, to, summary, carrierCallId: null, ticket: null, settle };
      open.set(token, one);
      const forget = call.tap({
        event(event) {
          if (event.kind === 'transfer' && (event.state === 'nobody' || event.state === 'failed'))
            cancel(token, 'Nobody came in time.');
        },
        ended: () => cancel(token, 'The caller hung up.'),
      });
      try {
        one.carrierCallId = await dial(token, { from, to });
        // The caller may have left while the carrier was asked.
        if (!open.has(token)) await hangUp(one.carrierCallId);
        await settled;
      } catch (error) {
        open.delete(token);
        throw error;
      } finally {
        settled.catch(() => undefined);
        forget();
      }
    },
    pickedUp(token) {
      const one = open.get(token);
      if (one?.call.state.floor !== 'waiting') return null;
      const { workspaceId, id: callId } = one.call.call;
      one.ticket ??= nameToken({ workspaceId, callId });
      return one.ticket;
    },
    take(ticket) {
      for (const [token, one] of open) {
        if (one.ticket !== ticket) continue;
        open.delete(token);
        one.settle(null);
        const { call, from, to, summary } = one;
        return {
          start: { from, to, direction: 'outbound' },
          answer(leg) {
            try {
              const actor = { kind: 'system' as const, id: null, name: to };
              return call.join(leg, { actor, how: 'take-over', summary });
            } catch (error) {
              onTrouble(error, 'somebody who was asked to take a call over could not');
              return null;
            }
          },
        };
      }
      return null;
    },
    over(carrierCallId) {
      for (const [token, one] of open)
        if (one.carrierCallId === carrierCallId) {
          one.carrierCallId = null;
          cancel(token, 'Nobody picked up.');
        }
    },
  };
}
