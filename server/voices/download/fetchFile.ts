import { open, stat } from 'node:fs/promises';
import { ProblemError } from '../../problem.ts';

export interface FetchFileOptions {
  url: string;
  /** What arrived of it is kept here, and gone on with. */
  part: string;
  sizeBytes: number;
  signal: AbortSignal;
  /** Called with how much of the file is there. */
  onBytes(bytes: number): void;
}

/** A connection that says nothing for so long is given up. */
const SILENCE_MS = 30_000;

/** What arrived of a file so far. */
export async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

/**
 * Fetches a file, going on behind what is there. Throws ProblemError: `voice-source` (another try may help),
 * `voice-source-refused` (the source does not have it, or sends something else), `disk-full`; or the signal's reason.
 */
export async function fetchFile({ url, part, sizeBytes, signal, onBytes }: FetchFileOptions): Promise<void> {
  const there = await sizeOf(part);
  if (there === sizeBytes) return;
  const from = there < sizeBytes ? there : 0;
  const silence = new AbortController();
  const either = AbortSignal.any([signal, silence.signal]);
  const watch = () => setTimeout(() => silence.abort(new Error('silence')), SILENCE_MS);
  let timer = watch();
  try {
    const response = await fetch(url, {
      signal: either,
      headers: from > 0 ? { range: `bytes=${from}-` } : {},
    });
    if (!response.ok || !response.body) throw refused(response.status);
    const goesOn = response.status === 206 && startOf(response) === from;
    let at = goesOn ? from : 0;
    const file = await open(part, goesOn ? 'a' : 'w');
    try {
      for await (const chunk of response.body) {
        clearTimeout(timer);
        timer = watch();
        at += chunk.length;
        if (at > sizeBytes) throw notTheFile();
        await file.writeFile(chunk).catch((error: unknown) => {
          throw isFull(error) ? diskFull() : error;
        });
        onBytes(at);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    if (at < sizeBytes) throw brokenOff();
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof ProblemError) throw error;
    if (isFull(error)) throw diskFull();
    throw (await sizeOf(part)) > from ? brokenOff(error) : unreachable(error);
  } finally {
    clearTimeout(timer);
  }
}

/** Where the bytes of a partial answer begin. */
function startOf(response: Response): number {
  return Number(/^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1] ?? Number.NaN);
}

const isFull = (error: unknown) =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');

/** There is no room left, found out before or while writing. */
export function diskFull(detail = ''): ProblemError {
  return new ProblemError(
    'disk-full',
    `There is not enough room on the disk of the data folder.${detail} Make room, then fetch the voice again: what has arrived is kept.`,
  );
}

/** What arrived is not what was published. */
export function notTheFile(): ProblemError {
  return new ProblemError(
    'voice-source-refused',
    'The source sent another file than its maker published: the checksum differs. Nothing of it is used.',
  );
}

/** The source does not have a file, or cannot give it now. */
export function refused(status: number): ProblemError {
  return status >= 500 || status === 429
    ? new ProblemError(
        'voice-source',
        `The source of voices has a problem of its own (${status}). Try again later.`,
      )
    : new ProblemError('voice-source-refused', `The source of voices does not have this file (${status}).`);
}

function brokenOff(cause?: unknown): ProblemError {
  return new ProblemError(
    'voice-source',
    'The connection to the source of voices broke off. What has arrived is kept.',
    {
      cause,
    },
  );
}

/** Nothing answered where the source should be. */
export function unreachable(cause: unknown): ProblemError {
  return new ProblemError(
    'voice-source',
    'The source of voices could not be reached. Is this machine offline? A copy inside your network can be set as VOICEOPS_VOICES_URL, or the files be put into the folder by hand.',
    { cause },
  );
}
