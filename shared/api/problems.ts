import { z } from 'zod';

/**
 * Every problem the API can answer: its stable code, HTTP status, and whether the same request may
 * succeed later. The `detail` of each occurrence is a sentence its reader can act on.
 */
export const PROBLEMS = {
  'bad-request': { status: 400, title: 'The request could not be read', retryable: false },
  'malformed-json': { status: 400, title: 'The body is not valid JSON', retryable: false },
  'validation-failed': { status: 422, title: 'Some fields are not valid', retryable: false },
  'empty-text': { status: 422, title: 'The text is empty', retryable: false },
  'text-too-long': { status: 422, title: 'The text is too long', retryable: false },
  'invalid-characters': {
    status: 422,
    title: 'The text contains characters that cannot be spoken',
    retryable: false,
  },
  'unknown-voice': { status: 422, title: 'There is no such voice', retryable: false },
  'invalid-markup': { status: 422, title: 'The markup could not be understood', retryable: false },
  'unsupported-markup': { status: 422, title: 'The voice cannot do this markup', retryable: false },
  'unsupported-parameter': { status: 422, title: 'The voice cannot do this', retryable: false },
  'unsupported-format': { status: 422, title: 'This audio format is not available', retryable: false },
  'unsupported-media-type': { status: 415, title: 'The content type is not supported', retryable: false },
  'body-too-large': { status: 413, title: 'The request is too large', retryable: false },
  unauthenticated: { status: 401, title: 'Sign in or send a valid key', retryable: false },
  'wrong-credentials': { status: 401, title: 'E-mail or password is wrong', retryable: false },
  forbidden: { status: 403, title: 'You may not do this', retryable: false },
  'foreign-origin': { status: 403, title: 'The request came from another site', retryable: false },
  'person-required': { status: 403, title: 'Only a person may do this', retryable: false },
  'checks-not-passed': {
    status: 409,
    title: 'The checks of this version are not all green',
    retryable: false,
  },
  'self-approval': { status: 403, title: 'Somebody else must approve your work', retryable: false },
  'not-found': { status: 404, title: 'There is nothing here', retryable: false },
  'session-expired': { status: 410, title: 'The session is over', retryable: false },
  'method-not-allowed': { status: 405, title: 'This method is not allowed here', retryable: false },
  conflict: { status: 409, title: 'Something changed in the meantime', retryable: false },
  'conversation-busy': { status: 409, title: 'Another message is being answered', retryable: true },
  'illegal-status': { status: 409, title: 'This status cannot follow the present one', retryable: false },
  'not-ready': { status: 409, title: 'The audio is not ready', retryable: true },
  'digest-mismatch': { status: 409, title: 'This is not the audio you heard', retryable: false },
  'already-approved': { status: 409, title: 'You have approved this already', retryable: false },
  'not-deployable': { status: 409, title: 'This version may not be deployed here', retryable: false },
  'deployment-conflict': { status: 409, title: 'Somebody deployed here before you', retryable: false },
  'nothing-to-roll-back': {
    status: 409,
    title: 'There is no earlier version to go back to',
    retryable: false,
  },
  'consent-missing': {
    status: 409,
    title: 'The speaker’s consent does not hold',
    retryable: false,
  },
  'version-is-live': { status: 409, title: 'The version is live', retryable: false },
  'already-exists': { status: 409, title: 'This exists already', retryable: false },
  'last-owner': { status: 409, title: 'A workspace needs an owner', retryable: false },
  'setup-done': { status: 409, title: 'This installation is set up already', retryable: false },
  'idempotency-mismatch': {
    status: 409,
    title: 'This Idempotency-Key was used for another request',
    retryable: false,
  },
  'idempotency-in-progress': {
    status: 409,
    title: 'The first request with this key is still running',
    retryable: true,
  },
  'address-not-allowed': { status: 422, title: 'This address may not be called', retryable: false },
  'rate-limited': { status: 429, title: 'Too many requests', retryable: true },
  'generation-limited': { status: 429, title: 'Too much was generated in a short time', retryable: true },
  'quota-exceeded': { status: 429, title: 'The month’s characters are used up', retryable: false },
  'not-in-plan': { status: 403, title: 'The plan does not include this', retryable: false },
  'synthesis-failed': { status: 502, title: 'The voice engine failed', retryable: true },
  'engine-failed': { status: 502, title: 'The engine failed', retryable: true },
  'no-recogniser': { status: 422, title: 'No recogniser can do this', retryable: false },
  'engine-refused': { status: 422, title: 'The engine refused this', retryable: false },
  'engine-busy': { status: 503, title: 'The engine has too much to do', retryable: true },
  'engine-quota': { status: 503, title: 'The engine’s quota is used up', retryable: true },
  'engine-rejected-key': {
    status: 502,
    title: 'The engine does not accept our key',
    retryable: false,
  },
  'engine-unavailable': { status: 503, title: 'The engine is not available', retryable: true },
  'voice-source': { status: 502, title: 'The source of voices could not be reached', retryable: true },
  'voice-source-refused': {
    status: 502,
    title: 'The source of voices sent something else',
    retryable: false,
  },
  'disk-full': { status: 507, title: 'The disk is full', retryable: false },
  'context-too-long': { status: 422, title: 'The conversation is too long for the model', retryable: false },
  'not-implemented': { status: 501, title: 'This is not available yet', retryable: false },
  unavailable: { status: 503, title: 'The service is not available for a moment', retryable: true },
  timeout: { status: 504, title: 'It took too long', retryable: true },
  internal: { status: 500, title: 'Something went wrong on our side', retryable: true },
} as const;
export type ProblemCode = keyof typeof PROBLEMS;

/** RFC 9457 problem details, with our additions. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
  retryable: z.boolean(),
  correlationId: z.string(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof Problem>;
