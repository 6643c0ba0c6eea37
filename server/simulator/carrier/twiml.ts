/** Somebody else's telephone is rung. */
export interface Dialling {
  do: 'dial';
  to: string;
  /** It rings no longer. */
  timeoutMs: number;
  /** What is asked once that leg is over; null: what stands behind it is done. */
  action: string | null;
  /** Who is told of that leg, and of what: `initiated`, `ringing`, `answered`, `completed`. */
  told: { url: string; events: readonly string[] } | null;
}

/** What the called program wants done with a call. */
export type Instruction =
  | { do: 'stream'; url: string; parameters: Record<string, string>; action: string | null }
  | Dialling
  | { do: 'say'; text: string }
  | { do: 'play'; url: string }
  | { do: 'redirect'; url: string }
  | { do: 'reject'; reason: string }
  | { do: 'hang-up' };

/** A telephone rings for so long where nothing else is said. */
const RINGS_SECONDS = 30;
const VERBS = /<(Connect|Dial|Say|Play|Redirect|Reject|Hangup)\b([^>]*?)(?:\/>|>([\s\S]*?)<\/\1>)/g;

/** The verbs of TwiML that a carrier needs here, in order. Throws Error where it is none. */
export function readTwiml(xml: string): Instruction[] {
  if (!/<Response\b/.test(xml)) throw new Error(`No TwiML: ${xml.slice(0, 200)}`);
  return [...xml.matchAll(VERBS)].map(([, verb, attributes = '', body = '']) => {
    switch (verb) {
      case 'Connect':
        return readStream(attributes, body);
      case 'Dial':
        return readDial(attributes, body);
      case 'Say':
        return { do: 'say', text: plain(body) };
      case 'Play':
        return { do: 'play', url: plain(body) };
      case 'Redirect':
        return { do: 'redirect', url: plain(body) };
      case 'Reject':
        return { do: 'reject', reason: attribute(attributes, 'reason') ?? 'rejected' };
      default:
        return { do: 'hang-up' };
    }
  });
}

function readStream(attributes: string, body: string): Instruction {
  const stream = /<Stream\b([^>]*)>/.exec(body)?.[1];
  const url = stream === undefined ? null : attribute(stream, 'url');
  if (!url) throw new Error('<Connect> without a <Stream url>.');
  // As the carrier does (31920).
  if (url.includes('?')) throw new Error('The address of a <Stream> must have no query.');
  const parameters: Record<string, string> = {};
  for (const [, each = ''] of body.matchAll(/<Parameter\b([^>]*)>/g)) {
    const name = attribute(each, 'name');
    if (name) parameters[name] = attribute(each, 'value') ?? '';
  }
  return { do: 'stream', url, parameters, action: attribute(attributes, 'action') };
}

function readDial(attributes: string, body: string): Dialling {
  const noun = /<(?:Number|Sip|Client)\b([^>]*)>/.exec(body)?.[1] ?? '';
  const url = attribute(noun, 'statusCallback');
  const events = attribute(noun, 'statusCallbackEvent') ?? 'completed';
  return {
    do: 'dial',
    to: plain(body.replaceAll(/<[^>]*>/g, '')),
    timeoutMs: 1000 * Number(attribute(attributes, 'timeout') ?? RINGS_SECONDS),
    action: attribute(attributes, 'action'),
    told: url === null ? null : { url, events: events.split(/[\s,]+/) },
  };
}

function attribute(attributes: string, name: string): string | null {
  const found = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  return found ? plain(found[1] ?? found[2] ?? '') : null;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function plain(text: string): string {
  return text
    .trim()
    .replaceAll(/&(amp|lt|gt|quot|apos|#x?[0-9a-f]+);/gi, (_, name: string) =>
      name.startsWith('#')
        ? String.fromCodePoint(name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1)))
        : ENTITIES[name.toLowerCase()]!,
    );
}
