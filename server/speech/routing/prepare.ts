import type { SpeechDocument } from '../../../shared/markup/document.ts';
import { anotherMay } from '../../engines/race.ts';
import { ProblemError } from '../../problem.ts';
import { checkSettings, parametersFor, said } from '../asSpoken.ts';
import {
  type CheckRequest,
  type Fallback,
  type LiveVoice,
  listenersOf,
  type SpeakRequest,
} from '../contract.ts';
import { readText } from '../readText.ts';
import { lineUp } from './lineUp.ts';
import { type Directory, type FallbackChoice, findSpeaker, type Speaker } from './speakers.ts';

/** A text that can be spoken, and who is asked to, in order. */
export interface Prepared<Request extends CheckRequest = CheckRequest> {
  /** With the voice and the language that it is spoken in. */
  request: Request;
  document: SpeechDocument;
  speakers: readonly [Speaker, ...Speaker[]];
  /** Why the first of them is not the voice that should speak; null when it is. */
  instead: Fallback | null;
}

/** A text that whoever can is to speak. */
type LiveText = Omit<CheckRequest, keyof LiveVoice> & LiveVoice;

export interface Routing {
  /** The voice itself and nobody else. Throws what keeps it from speaking this. */
  alone<Request extends CheckRequest>(request: Request): Promise<Prepared<Request>>;
  /** Whoever can. Throws where nobody can. */
  anybody<Wish extends LiveText>(wish: Wish): Promise<Prepared<Wish & { voiceId: string }>>;
  /** The voice itself, and behind it who may stand in, if that is allowed. Throws as `alone`, unless only its engine is away. */
  asAllowed(request: SpeakRequest): Promise<Prepared<SpeakRequest>>;
}

/** Finds who speaks a text. */
export function openRouting(
  directoryOf: (workspaceId: string) => Promise<Directory>,
  choiceOf: (workspaceId: string) => Promise<FallbackChoice>,
): Routing {
  async function alone<Request extends CheckRequest>(request: Request): Promise<Prepared<Request>> {
    const document = readText(request.text, request.language);
    const directory = await directoryOf(request.workspaceId);
    const speaker = findSpeaker(directory, request.voiceId, request.language, request.heardBy);
    checkSettings(speaker.voice, request.parameters);
    requireAble(speaker, document, request);
    return { request, document, speakers: [speaker], instead: null };
  }

  async function anybody<Wish extends LiveText>(wish: Wish): Promise<Prepared<Wish & { voiceId: string }>> {
    const { workspaceId } = wish;
    const [directory, choice] = await Promise.all([directoryOf(workspaceId), choiceOf(workspaceId)]);
    const line = lineUp(directory, wish, choice);
    const document = readText(wish.text, line.language);
    const [first] = line.speakers;
    const request = { ...wish, voiceId: wish.voiceId ?? first.voice.id, language: line.language };
    let instead = line.instead;
    let refusal: unknown;
    const [ready, ...others] = line.speakers.filter((speaker) => {
      try {
        requireAble(speaker, document, request);
        return true;
      } catch (error) {
        refusal ??= error;
        if (speaker === first) instead ??= fallbackOf(first, error);
        return false;
      }
    });
    if (!ready) throw refusal;
    return { request, document, speakers: [ready, ...others], instead };
  }

  return {
    alone,
    anybody,
    async asAllowed(asked) {
      const request = { ...asked, heardBy: asked.heardBy ?? listenersOf(asked.use.actor) };
      if (request.fallback !== 'allowed') return alone(request);
      await alone(request).catch((error: unknown) => {
        const isThere = !(error instanceof ProblemError && error.code === 'unknown-voice');
        if (!isThere || !anotherMay(error)) throw error;
      });
      return anybody(nobodyNamed(request));
    },
  };
}

/** The same for whoever can: nobody was named to stand in. */
export const nobodyNamed = <Request extends CheckRequest>(request: Request) => ({
  ...request,
  fallbackVoiceId: null,
  heardBy: request.heardBy ?? 'members',
});

/** Throws what a speaker cannot do with a text. */
function requireAble(speaker: Speaker, document: SpeechDocument, request: CheckRequest): void {
  const { voice, desk } = speaker;
  desk.engine.check({
    document: said(document, speaker, request),
    voice,
    parameters: parametersFor(voice, request),
  });
}

/** What is kept of a voice that should have spoken, and failed. */
export function fallbackOf({ voice }: Speaker, why: unknown): Fallback {
  const known = why instanceof ProblemError;
  return {
    voiceId: voice.id,
    code: known ? why.code : 'internal',
    reason: known ? why.message : `${voice.name} could not speak.`,
  };
}
