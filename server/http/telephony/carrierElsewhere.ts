import { v7 } from 'uuid';
import { requireElsewhere } from '../../calls/board/elsewhere.ts';
import type { CallName } from '../../calls/callName.ts';
import type { CallRelay, RelayedAct } from '../../calls/relay/contract.ts';
import type { Database } from '../../db/database.ts';
import type { AnswerCarrier } from '../calls/callDoors.ts';
import type { CarrierElsewhere, HandedOn } from './handedOn.ts';
import type { ServeSound } from './twilioSound.ts';

const CARRIER = { kind: 'system', id: null, name: 'Twilio' } as const;

/** The other processes, by a relay. */
export function carrierElsewhere(database: Database, relay: Pick<CallRelay, 'ask'>): CarrierElsewhere {
  async function ask({ workspaceId, callId }: CallName, act: RelayedAct) {
    await requireElsewhere(database, workspaceId, callId);
    return relay.ask({ caller: { workspaceId, actor: CARRIER, correlationId: v7() }, callId, act });
  }
  return {
    async tell(call, word) {
      const line = await ask(call, { kind: 'carrier', word });
      return new Promise((resolve) => {
        line.once('close', () => resolve(null));
        line.on('message', (data) => {
          resolve((JSON.parse(data.toString('utf8')) as { ticket: string | null }).ticket);
          line.close();
        });
      });
    },
    sound: (call, ticket) => ask(call, { kind: 'carrier-sound', ticket }),
  };
}

/** What this process answers the others, of the calls that it holds. */
export function answerCarrier(handedOn: Pick<HandedOn, 'here'>, serveSound: ServeSound): AnswerCarrier {
  return (act) => {
    if (act.kind === 'carrier-sound') return (line) => serveSound(line, null);
    return (line) => line.send(JSON.stringify({ ticket: handedOn.here(act.word) }));
  };
}
