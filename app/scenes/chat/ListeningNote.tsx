import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Mic } from 'lucide-react';
import { listeningQuery } from '../../api/chat.ts';
import { Button } from '../../components/Button.tsx';
import styles from './ListeningNote.module.css';
import type { ChatMicrophone, Missed } from './useMicrophone.ts';

const MISSED: Record<Missed, string> = {
  silence: 'The recording is silent. Is the microphone on?',
  'no-speech': 'I heard nobody speak. Come closer to the microphone.',
  'not-understood': 'I did not catch that.',
};

interface ListeningNoteProps {
  /** Undefined: what is said begins one. */
  conversationId: string | undefined;
  microphone: ChatMicrophone;
}

/**
 * What somebody who speaks may want to know: what they can say where not any words are taken down, and what to do
 * when nothing was understood. Stands empty otherwise, so that it is read out when something comes into it.
 */
export function ListeningNote({ conversationId, microphone }: ListeningNoteProps) {
  const { recordingSinceMs, hearing, missed, begin, button } = microphone;
  const speaking = recordingSinceMs !== null || hearing;
  const { data } = useQuery({ ...listeningQuery(conversationId), enabled: speaking || missed !== null });
  const sayable = data && !data.dictation && (speaking || missed === 'not-understood') ? data.examples : [];
  return (
    <div role="status" className={styles.note}>
      {missed ? (
        <p className={styles.missed}>
          {MISSED[missed]}
          <Button
            size="small"
            icon={<Mic />}
            onClick={() => {
              begin();
              // It goes, and the focus with it.
              button.current?.focus();
            }}
          >
            Try again
          </Button>
          or type it.
        </p>
      ) : null}
      {sayable.length > 0 ? (
        <p>
          You can say {spelledOut(sayable.map((example) => `“${example}”`))}
          {missed ? (
            <>
              {' '}
              Only sentences like these are understood, in English, until you{' '}
              <Link to="/engines">set up an engine that takes dictation</Link>.
            </>
          ) : null}
        </p>
      ) : null}
    </div>
  );
}

const LIST = new Intl.ListFormat('en', { type: 'disjunction' });
/** The mark of a question stands for the point at the end. */
function spelledOut(quoted: readonly string[]): string {
  const words = LIST.format(quoted);
  return words.endsWith('?”') ? words : `${words}.`;
}
