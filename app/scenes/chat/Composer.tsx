import { ArrowUp, Square } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { LONGEST_MESSAGE } from '../../../shared/api/chat.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { useFoot } from '../../components/useFoot.ts';
import styles from './Composer.module.css';
import { ListeningNote } from './ListeningNote.tsx';
import { Microphone } from './Microphone.tsx';
import { SoundMenu } from './SoundMenu.tsx';
import { drafts, useDraft } from './turn/drafts.ts';
import { NEW } from './turn/turns.ts';
import { useMicrophone } from './useMicrophone.ts';

/** From here on it is said how much has room. */
const NEAR_THE_LIMIT = LONGEST_MESSAGE * 0.9;

interface ComposerProps {
  /** Id of the conversation, or the word for the new one. */
  conversation: string;
  /** It is known under whose name messages are written. What is sent before goes as soon as it is. */
  ready: boolean;
  /** An answer is on its way. */
  answering: boolean;
  field: RefObject<HTMLTextAreaElement | null>;
  onSend: (text: string) => void;
  onStop: () => void;
  /** Under which name a member writes in the agent’s place; nothing is spoken then. */
  as?: string | undefined;
}

/** Where messages are written or spoken. */
export function Composer({ conversation, ready, answering, field, onSend, onStop, as }: ComposerProps) {
  const foot = useRef<HTMLFormElement>(null);
  useFoot(foot);
  const text = useDraft(conversation);
  const length = text.length;
  const sendable = text.trim() !== '' && length <= LONGEST_MESSAGE;
  const conversationId = conversation === NEW ? undefined : conversation;
  const microphone = useMicrophone({
    conversationId,
    onHeard(words, atOnce) {
      const together = [text.trim(), words].filter(Boolean).join(' ');
      if (atOnce && ready && together.length <= LONGEST_MESSAGE) onSend(together);
      else {
        drafts.write(conversation, together);
        field.current?.focus();
      }
    },
  });
  const { forget } = microphone;
  useEffect(() => {
    if (answering) forget();
  }, [answering, forget]);
  // It is to be sent, and waits until it may.
  const [wished, setWished] = useState(false);
  const write = (next: string) => {
    forget();
    setWished(false);
    drafts.write(conversation, next);
  };
  const send = () => {
    if (!sendable) return;
    if (ready) onSend(text);
    else setWished(true);
  };
  useEffect(() => {
    if (!wished || !ready) return;
    setWished(false);
    onSend(text);
  }, [wished, ready, onSend, text]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // An input method ends a word with Enter.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form ref={foot} className={styles.composer} onSubmit={submit}>
      <div className={styles.box}>
        {as === undefined ? <ListeningNote conversationId={conversationId} microphone={microphone} /> : null}
        <textarea
          ref={field}
          aria-label="Message"
          aria-describedby="message-limit"
          aria-invalid={length > LONGEST_MESSAGE || undefined}
          placeholder={as === undefined ? 'Write a message' : `Answer as ${as}`}
          rows={1}
          value={text}
          onChange={(event) => write(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <div className={styles.tools}>
          {as === undefined ? (
            <>
              <SoundMenu />
              <Microphone microphone={microphone} />
            </>
          ) : null}
          <span id="message-limit" className={styles.limit} data-over={length > LONGEST_MESSAGE || undefined}>
            {length > NEAR_THE_LIMIT
              ? `${length.toLocaleString()} of ${LONGEST_MESSAGE.toLocaleString()} characters`
              : null}
          </span>
          {answering ? (
            <IconButton label="Stop the answer" keys="Esc" icon={<Square />} kind="plain" onClick={onStop} />
          ) : null}
          {answering && !sendable ? null : (
            <IconButton
              type="submit"
              label="Send"
              keys="Enter"
              icon={<ArrowUp />}
              kind="primary"
              disabled={!sendable}
            />
          )}
        </div>
      </div>
    </form>
  );
}
