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

/** Hands the caller over to a number or a SIP address; behind it the call ends. */
export function dial(to: string): string {
  const party = to.startsWith('sip:') ? `<Sip>${escaped(to)}</Sip>` : `<Number>${escaped(to)}</Number>`;
  return response(`<Dial>${party}</Dial>`);
}
