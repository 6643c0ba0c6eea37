import type { Admission } from '../../calls/admission/admission.ts';
import { endUnheard } from '../../calls/admission/endUnheard.ts';
import type { Gate } from '../../calls/admission/gate.ts';
import { showTicket } from '../../calls/admission/showTicket.ts';
import type { AdmittedCall } from '../../calls/contract.ts';
import type { CallEngine } from '../../calls/session/contract.ts';
import type { MessageSocket } from '../../telephony/callTransport.ts';
import { type CallControl, ELSEWHERE, openMediaStream } from '../../telephony/twilio/mediaStream.ts';
import { joinLines } from '../joinLines.ts';
import type { HandedOn } from './handedOn.ts';

export interface TwilioSoundDeps {
  admission: Admission;
  gate: Pick<Gate, 'settled'>;
  engine: Pick<CallEngine, 'answer'>;
  control: CallControl;
  handedOn: Pick<HandedOn, 'follow' | 'invited' | 'back' | 'soundElsewhere'>;
  onRefused(why: 'token'): void;
  onTrouble(error: unknown, what: string): void;
}

/**
 * Serves an open socket of Twilio's Media Streams: of a call that was let in, of one that comes back, of somebody who
 * was invited.
 *
 * @param early what came on the socket before it is known who serves it; null: it was handed here by another process
 */
export type ServeSound = (socket: MessageSocket, early: EarlyMessages | null) => void;

/** What comes on a socket until it is known who serves it. */
export interface EarlyMessages {
  /** Hands them to the line of whoever serves it. */
  passTo(line: MessageSocket): void;
  /** They are not needed. */
  forget(): unknown;
}

/** Keeps what comes on a socket from now on. */
export function keepMessages(socket: MessageSocket): EarlyMessages {
  const kept: string[] = [];
  const keep = (data: Buffer, isBinary: boolean) => {
    if (!isBinary) kept.push(data.toString('utf8'));
  };
  socket.on('message', keep);
  const forget = () => socket.off('message', keep);
  return {
    passTo(line) {
      forget();
      for (const message of kept) line.send(message);
    },
    forget,
  };
}

export function twilioSound(deps: TwilioSoundDeps): ServeSound {
  const { admission, gate, handedOn } = deps;
  return (socket, early) => {
    let call: AdmittedCall | null = null;
    let invited: ReturnType<HandedOn['invited']> = null;
    let back: ReturnType<HandedOn['back']> = null;
    let answered = false;
    openMediaStream(socket, {
      control: deps.control,
      async describe({ carrierCallId, parameters: { token = '' } }) {
        invited = handedOn.invited(token);
        if (!invited) back = handedOn.back(token);
        if (invited || back) early?.forget();
        if (invited) return invited.start;
        if (back) return back.start.carrierCallId === carrierCallId ? back.start : null;
        const line = early && (await handedOn.soundElsewhere(token));
        if (line) {
          early?.passTo(line);
          joinLines(socket, line, false);
          return ELSEWHERE;
        }
        early?.forget();
        try {
          call = await showTicket(admission, token, carrierCallId);
        } catch (error) {
          deps.onTrouble(error, 'the sound of a call could not be let in');
        }
        if (!call) deps.onRefused('token');
        else if (socket.readyState !== socket.OPEN) leave(call);
        return call?.start ?? null;
      },
      answer(transport) {
        if (invited) return invited.answer(transport);
        if (back) return back.resume(transport);
        if (!call) return null;
        answered = true;
        gate.settled(call.id);
        const admitted = call;
        return handedOn.follow(transport, (followed) => deps.engine.answer(admitted, followed));
      },
    });

    /** The caller hung up while the call was let in. */
    function leave(gone: AdmittedCall): void {
      if (answered) return;
      gate.settled(gone.id);
      const { workspaceId, id: callId } = gone;
      endUnheard(admission.database, { workspaceId, callId }, 'caller-hung-up').catch((error: unknown) =>
        deps.onTrouble(error, 'a call that never began could not be ended'),
      );
    }
  };
}
