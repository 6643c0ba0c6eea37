// What Twilio is told to do with a call (twilio.com/docs/voice/twiml).

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** XML knows hardly any control character. */
const escaped = (text: string) =>
  text.replaceAll(/\p{Cc}/gu, ' ').replaceAll(/[&<>"']/g, (one) => ESCAPES[one]!);

const response = (verbs: string) => `<?xml version="1.0" encoding="UTF-8"?><Response>${verbs}</Response>`;

/** The sound of the call goes both ways by `url`; behind it the call ends. */
export function connectStream(url: string, parameters: Readonly<Record<string, string>>): string {
  const named = Object.entries(parameters)
    .map(([name, value]) => `<Parameter name="${escaped(name)}" value="${escaped(value)}"/>`)
    .join('');
  return response(`<Connect><Stream url="${escaped(url)}">${named}</Stream></Connect>`);
}

/** Twilio's own voice says it, and the call ends. */
export function sayAndHangUp(text: string, language: string): string {
  return response(`<Say language="${escaped(language)}">${escaped(text)}</Say><Hangup/>`);
}

/** Plays a file, and the call ends. */
export function playAndHangUp(url: string): string {
  return response(`<Play>${escaped(url)}</Play><Hangup/>`);
}

/** The caller hears the busy tone, and pays nothing. */
export const rejectBusy = () => response('<Reject reason="busy"/>');

export const hangUp = () => response('<Hangup/>');

/** Twilio rings no shorter and no longer (twilio.com/docs/voice/twiml/dial#timeout). */
const RINGS_SECONDS = { least: 5, most: 600 };

/**
 * Hands the caller over to a number or a SIP address that rings for so long. `answeredUrl` is told when somebody
 * answers, and `overUrl` is asked what comes behind it: also when nobody did.
 */
export function dial(
  to: string,
  { ringMs, answeredUrl, overUrl }: { ringMs: number; answeredUrl: string; overUrl: string },
): string {
  const kind = to.startsWith('sip:') ? 'Sip' : 'Number';
  const { least, most } = RINGS_SECONDS;
  const seconds = Math.min(most, Math.max(least, Math.ceil(ringMs / 1000)));
  const told = `statusCallback="${escaped(answeredUrl)}" statusCallbackEvent="answered"`;
  const party = `<${kind} ${told}>${escaped(to)}</${kind}>`;
  return response(`<Dial timeout="${seconds}" action="${escaped(overUrl)}">${party}</Dial>`);
}
