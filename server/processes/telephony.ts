import { HANDED_OVER, INVITED, TWILIO_STATUS, TWILIO_VOICE } from '../http/telephony/twilio.ts';
import type { TwilioProof } from '../http/telephony/twilioForm.ts';
import { createSigner } from '../identity/signer.ts';
import { ProblemError } from '../problem.ts';
import { openTwilioControl, type TwilioControl } from '../telephony/twilio/control.ts';
import type { Foundation } from './foundation.ts';
import { publicUrlOf } from './publicUrl.ts';

/** Twilio, as far as the settings know it. */
export interface Telephony {
  /** What shows that a request comes from Twilio; null: no telephone call is taken. */
  proof: TwilioProof | null;
  control: Pick<TwilioControl, 'transfer' | 'hangUp'>;
  /** Calls somebody for a call that was written down; null: nothing is set up that could. */
  dial: ((call: { workspaceId: string; callId: string; from: string; to: string }) => Promise<string>) | null;
  /** Rings somebody who is asked to take a call over; null: nothing is set up that could. */
  dialPerson: ((token: string, call: { from: string; to: string }) => Promise<string>) | null;
  /** The call that we placed with this token; null: none. */
  placed(token: string): { workspaceId: string; callId: string } | null;
}

/** Twilio by the settings. */
export function wireTelephony({ env, masters }: Pick<Foundation, 'env' | 'masters'>): Telephony {
  const publicUrl = publicUrlOf(env);
  const { TWILIO_AUTH_TOKEN: authToken, TWILIO_ACCOUNT_SID: accountSid, TWILIO_BASE_URL: baseUrl } = env;
  const control =
    authToken && accountSid && publicUrl
      ? openTwilioControl({
          baseUrl,
          accountSid,
          authToken,
          handedOver: {
            answeredUrl: new URL(`${TWILIO_STATUS}?${HANDED_OVER}`, publicUrl).href,
            overUrl: new URL(`${TWILIO_VOICE}?${HANDED_OVER}`, publicUrl).href,
          },
        })
      : null;
  const signer = createSigner(masters, 'voiceops placed call');
  const unset = () =>
    Promise.reject(
      new ProblemError('not-implemented', 'For this set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.'),
    );
  /** One of our own addresses, at which Twilio asks or tells. */
  const at = (path: string, query: Record<string, string> = {}) => {
    const url = new URL(path, publicUrl ?? undefined);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url.href;
  };
  const ring =
    control && publicUrl
      ? (url: string, { from, to }: { from: string; to: string }, statusUrl = at(TWILIO_STATUS)) =>
          control.create({ from, to, url, statusUrl })
      : null;
  return {
    proof: authToken && publicUrl ? { authToken, publicUrl } : null,
    control: control ?? { transfer: unset, hangUp: unset },
    dial:
      ring &&
      (({ workspaceId, callId, ...parties }) => {
        const { keyId, signature } = signer.sign(`${workspaceId}.${callId}`);
        const token = [workspaceId, callId, keyId, signature].join('.');
        return ring(at(TWILIO_VOICE, { call: token }), parties);
      }),
    dialPerson:
      ring &&
      ((token, parties) => {
        const query = { [INVITED]: token };
        return ring(at(TWILIO_VOICE, query), parties, at(TWILIO_STATUS, query));
      }),
    placed(token) {
      const [workspaceId = '', callId = '', keyId = '', signature = ''] = token.split('.');
      const right = signer.verify(`${workspaceId}.${callId}`, keyId, signature) === 'right';
      return right ? { workspaceId, callId } : null;
    },
  };
}
