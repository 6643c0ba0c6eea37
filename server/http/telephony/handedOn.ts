import { findCarrierCall } from '../../calls/admission/endUnheard.ts';
import { type CallName, nameIn, nameToken, secretIn } from '../../calls/callName.ts';
import type { Invitations, Invited } from '../../calls/outbound/invitations.ts';
import type { CarrierWord, RelayedLine } from '../../calls/relay/contract.ts';
import type { Database } from '../../db/database.ts';
import { type HandedOver, openHandedOver } from '../../telephony/handedOver.ts';

/** The processes that hold the other calls of the installation. */
export interface CarrierElsewhere {
  /** Tells the process that holds the call; gives a ticket for the sound that is to come, or null. Throws as relays do. */
  tell(call: CallName, word: CarrierWord): Promise<string | null>;
  /** The line on which the process that holds the call serves the sound with this ticket. Throws as relays do. */
  sound(call: CallName, ticket: string): Promise<RelayedLine>;
}

export interface HandedOnDeps {
  database: Database;
  invitations: Pick<Invitations, 'pickedUp' | 'take' | 'over'>;
  /** Whether this process holds the call: then nobody else is asked about it. */
  holds(call: CallName): boolean;
  /** Null: this process is alone. */
  elsewhere: CarrierElsewhere | null;
}

/**
 * Calls that were handed on: to somebody at another telephone, who is rung and joins, or over to a number, from which
 * the caller comes back when nobody answers. One process holds a call, and the carrier comes to any of them.
 */
export interface HandedOn extends Pick<HandedOver, 'follow'> {
  /** Somebody who was invited picked up: a ticket for their sound, good once. Null: their caller does not wait any more. */
  pickedUp(token: string): Promise<string | null>;
  /** Nobody answered a caller who was handed over: a ticket for their sound. Null: the call is over. */
  unanswered(carrierCallId: string): Promise<string | null>;
  /** Somebody answered. */
  answered(carrierCallId: string): Promise<void>;
  /** The carrier’s call is over; `find` is asked for the call that it belonged to where another process may hold that. */
  over(carrierCallId: string, find: () => Promise<CallName | null>): Promise<void>;
  /** What this process knows by itself. */
  here(word: CarrierWord): string | null;
  /** Somebody whose sound comes with this ticket. */
  invited(ticket: string): Invited | null;
  /** A caller who is back with this ticket. */
  back(ticket: string): ReturnType<HandedOver['take']>;
  /** The line to the process that serves the sound with this ticket; null: there is none. */
  soundElsewhere(ticket: string): Promise<RelayedLine | null>;
}

export function openHandedOn({ database, invitations, holds, elsewhere }: HandedOnDeps): HandedOn {
  const handedOver = openHandedOver();

  function here(word: CarrierWord): string | null {
    switch (word.kind) {
      case 'picked-up':
        return invitations.pickedUp(word.token);
      case 'unanswered':
        return handedOver.unanswered(word.carrierCallId);
      case 'answered':
        handedOver.answered(word.carrierCallId);
        return null;
      case 'over':
        invitations.over(word.carrierCallId);
        handedOver.over(word.carrierCallId);
        return null;
    }
  }

  /** Here at once, whatever the database does, and by the process that holds the call where that is another one. */
  async function tell(
    word: CarrierWord,
    find: () => Promise<CallName | null> | CallName | null,
  ): Promise<string | null> {
    const ticket = here(word);
    if (ticket !== null || !elsewhere) return ticket;
    const call = await find();
    if (!call || holds(call)) return null;
    // Nobody else holds it, or its process is gone: then nobody waits for it, either.
    return elsewhere.tell(call, word).catch(() => null);
  }
  const named = (carrierCallId: string) =>
    findCarrierCall(database, 'twilio', carrierCallId).catch(() => null);

  return {
    here,
    follow: handedOver.follow,
    pickedUp: (token) => tell({ kind: 'picked-up', token }, () => nameIn(token)),
    async unanswered(carrierCallId) {
      const call = elsewhere && (await named(carrierCallId));
      const ticket = await tell({ kind: 'unanswered', carrierCallId }, () => call);
      return ticket && call ? nameToken(call, ticket) : ticket;
    },
    async answered(carrierCallId) {
      await tell({ kind: 'answered', carrierCallId }, () => named(carrierCallId));
    },
    async over(carrierCallId, find) {
      await tell({ kind: 'over', carrierCallId }, () => find().catch(() => null));
    },
    invited: invitations.take,
    back: (ticket) => handedOver.take(secretIn(ticket)),
    async soundElsewhere(ticket) {
      const call = nameIn(ticket);
      return call && elsewhere && !holds(call) ? elsewhere.sound(call, ticket).catch(() => null) : null;
    },
  };
}
