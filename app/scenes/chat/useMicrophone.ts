import { useMutation } from '@tanstack/react-query';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { Transcription } from '../../../shared/api/speechApi.ts';
import { hearMessage } from '../../api/chat.ts';
import { notifyProblem } from '../../components/Toast.tsx';
import { useRecorder } from '../../components/useRecorder.ts';
import { player } from '../../player/player.ts';
import { useSendAtOnce } from './turn/sound.ts';

const LONGEST_MS = 2 * 60_000;

interface MicrophoneOptions {
  /** Undefined: it begins one. */
  conversationId: string | undefined;
  /** Tells what was said, and whether it should be sent without a glance. */
  onHeard: (words: string, atOnce: boolean) => void;
}

/** Why nothing was taken down of what was recorded last. */
export type Missed = NonNullable<Transcription['reason']>;

export interface ChatMicrophone {
  /** When the recording that runs was begun, by `performance.now()`; null: none runs. */
  recordingSinceMs: number | null;
  /** What was recorded is being understood. */
  hearing: boolean;
  missed: Missed | null;
  levelDb: () => number;
  /** Where it is spoken from. */
  button: RefObject<HTMLButtonElement | null>;
  /** Begins to record. Nothing while it is asked for the microphone, or hears. */
  begin: () => void;
  /** Ends the recording and has it understood. */
  stop: () => void;
  /** Ends it and throws it away. */
  throwAway: () => void;
  /** What was missed is of no interest any more. */
  forget: () => void;
}

/** Messages that are spoken: recorded, and taken down by what the conversation expects. */
export function useMicrophone({ conversationId, onHeard }: MicrophoneOptions): ChatMicrophone {
  const atOnce = useSendAtOnce();
  const { recording, start, stop, discard, levelDb } = useRecorder({
    fileName: 'message',
    otherwise: 'type instead',
    purpose: 'words',
    longestMs: LONGEST_MS,
  });
  const button = useRef<HTMLButtonElement>(null);
  const [missed, setMissed] = useState<Missed | null>(null);
  const { mutate, isPending } = useMutation({
    mutationFn: (file: File) => hearMessage(file, conversationId),
    onSuccess: ({ text, reason }) => {
      setMissed(reason);
      if (!reason) onHeard(text, atOnce);
    },
    onError: notifyProblem,
  });
  const thrownAway = useRef(false);
  useEffect(() => {
    if (recording.phase === 'refused') notifyProblem(new Error(recording.words));
    if (recording.phase === 'refused' || recording.phase === 'done') discard();
    if (recording.phase === 'done' && !thrownAway.current) mutate(recording.file);
  }, [recording, discard, mutate]);
  return {
    recordingSinceMs: recording.phase === 'running' ? recording.startedAtMs : null,
    hearing: isPending,
    missed,
    levelDb,
    button,
    begin() {
      if (recording.phase === 'asking' || isPending) return;
      thrownAway.current = false;
      setMissed(null);
      // What the player plays would be heard too.
      player.pause();
      void start();
    },
    stop,
    throwAway() {
      thrownAway.current = true;
      stop();
    },
    forget: useCallback(() => setMissed(null), []),
  };
}
