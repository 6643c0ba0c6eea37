import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ProblemError } from '../../problem.ts';
import { isFromTwilio } from '../../telephony/twilio/signature.ts';

type Form = Record<string, string | string[]>;

/** What proves that a request comes from Twilio. Null: calls are not set up. */
export interface TwilioProof {
  authToken: string;
  /** Our own address, by which Twilio was told to call us: what a proxy or a header says proves nothing. */
  publicUrl: URL;
}

const FORM_BYTES = 64 * 1024;

/** Reads forms in this scope. A name that comes several times has a list of its values. */
export function readForms(app: FastifyInstance): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: FORM_BYTES },
    (_request, body, done) => {
      const form: Form = {};
      for (const [name, value] of new URLSearchParams(body.toString())) {
        const before = Object.hasOwn(form, name) ? form[name]! : null;
        form[name] = before === null ? value : [before, value].flat();
      }
      done(null, form);
    },
  );
}

/** Holds a request to Twilio's signature; throws `forbidden`. `websocket` for the upgrade of a media stream. */
export function requireTwilio(
  proof: TwilioProof | null,
  request: FastifyRequest,
  { websocket = false }: { websocket?: boolean } = {},
): void {
  if (!proof)
    throw new ProblemError(
      'forbidden',
      'Telephone calls are not set up here: set TWILIO_AUTH_TOKEN and VOICEOPS_PUBLIC_URL.',
    );
  const url = new URL(request.raw.url ?? '/', proof.publicUrl);
  if (websocket) url.protocol = proof.publicUrl.protocol === 'https:' ? 'wss:' : 'ws:';
  const signature = request.headers['x-twilio-signature'];
  const form = websocket ? undefined : ((request.body ?? {}) as Form);
  if (!isFromTwilio(proof.authToken, typeof signature === 'string' ? signature : undefined, url, form))
    throw new ProblemError(
      'forbidden',
      'This is not signed as Twilio signs: check TWILIO_AUTH_TOKEN, and that Twilio calls VOICEOPS_PUBLIC_URL exactly.',
    );
}
