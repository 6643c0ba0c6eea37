import type { Span } from '../../../speech/plan/emphasise.ts';

export interface Segment {
  phone: string;
  startMs: number;
  endMs: number;
}

/** Reads what `-psdur` prints: `phone:end` in seconds, from the beginning of each utterance. */
export function readSegments(printed: string): Segment[] {
  const segments: Segment[] = [];
  let offsetMs = 0;
  for (const line of printed.split('\n')) {
    let startMs = offsetMs;
    for (const [, phone = '', seconds] of line.matchAll(/([a-z]+):(\d+\.\d+)/g)) {
      const endMs = offsetMs + Number(seconds) * 1000;
      segments.push({ phone, startMs, endMs });
      startMs = endMs;
    }
    offsetMs = startMs;
  }
  return segments;
}

const VOWEL = /^[aeiou]/;
const MISSING_COST = 1;

function cost(a: string, b: string): number {
  if (a === b) return 0;
  return VOWEL.test(a) === VOWEL.test(b) ? (VOWEL.test(a) ? 0.5 : 0.9) : 1.9;
}

/**
 * When each token is heard. The engine tells phones with times but not whose they are, so what each token
 * sounds like by itself is laid against them at the least edit cost (Needleman & Wunsch, 1970).
 */
export function alignTokens(
  tokenPhones: readonly (readonly string[])[],
  segments: readonly Segment[],
): Span[] {
  const heard = segments.filter((segment) => segment.phone !== 'pau');
  const expected = tokenPhones.flatMap((phones, token) => phones.map((phone) => ({ phone, token })));
  const rows = expected.length + 1;
  const columns = heard.length + 1;
  const table = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      if (i === 0 || j === 0) {
        table[i * columns + j] = (i + j) * MISSING_COST;
        continue;
      }
      table[i * columns + j] = Math.min(
        table[(i - 1) * columns + j - 1]! + cost(expected[i - 1]!.phone, heard[j - 1]!.phone),
        table[(i - 1) * columns + j]! + MISSING_COST,
        table[i * columns + j - 1]! + MISSING_COST,
      );
    }
  }
  const spans: Span[] = tokenPhones.map(() => null);
  let i = expected.length;
  let j = heard.length;
  while (i > 0 && j > 0) {
    const here = table[i * columns + j]!;
    const { phone, token } = expected[i - 1]!;
    const segment = heard[j - 1]!;
    if (here === table[(i - 1) * columns + j - 1]! + cost(phone, segment.phone)) {
      extend(spans, token, segment);
      i--;
      j--;
    } else if (here === table[i * columns + j - 1]! + MISSING_COST) {
      // A sound nobody expected belongs to the token around it.
      extend(spans, token, segment);
      j--;
    } else {
      i--;
    }
  }
  for (; j > 0 && expected[0]; j--) extend(spans, expected[0].token, heard[j - 1]!);
  return spans;
}

function extend(spans: Span[], token: number, segment: Segment): void {
  const span = spans[token];
  spans[token] = {
    startMs: Math.min(span?.startMs ?? segment.startMs, segment.startMs),
    endMs: Math.max(span?.endMs ?? segment.endMs, segment.endMs),
  };
}
