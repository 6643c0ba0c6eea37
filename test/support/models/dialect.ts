import type { IncomingMessage } from 'node:http';
import type { ModelAsked, ModelFailure, ModelStep } from './modelScript.ts';

/** How one protocol reads a request and writes a stream. */
export interface DialectWriter {
  readonly path: string;
  /** The key came as this protocol wants it. */
  authorised(request: IncomingMessage): boolean;
  read(json: Record<string, unknown>): Omit<ModelAsked, 'path' | 'headers' | 'json'>;
  /** What the real server would refuse in this request; null when nothing. */
  complaint(json: Record<string, unknown>): string | null;
  failure(
    failure: Exclude<ModelFailure, 'silent'>,
    message?: string,
  ): { status: number; headers?: Record<string, string>; body: object };
  /** The events of one answer, apart from their timing. */
  stream(step: StreamedStep, about: { model: string; nth: number }): AnswerEvents;
}

export type StreamedStep = Exclude<ModelStep, { fail: ModelFailure }>;

export interface AnswerEvents {
  opening: readonly string[];
  pieces: readonly string[];
  closing: readonly string[];
  error: string;
}

/** The text in the pieces in which a model gives it: words with the space before them, unless told otherwise. */
export function piecesOfText(say: StreamedStep['say']): readonly string[] {
  if (say === undefined) return [];
  return typeof say === 'string' ? (say.match(/\s*\S+\s*$|\s*\S+/g) ?? []) : say;
}

/** The input of a call in the two or three pieces in which models give it. */
export function piecesOfInput(input: string): readonly string[] {
  const half = Math.ceil(input.length / 2);
  return [input.slice(0, half), input.slice(half)].filter((piece) => piece !== '');
}
