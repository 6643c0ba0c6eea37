import { CircleDot, Frown, Meh, Smile } from 'lucide-react';
import { INTENT_LABELS, SENTIMENT_LABELS } from './labels.ts';
import styles from './Messages.module.css';
import type { PersonMessage } from './turn/liveTurn.ts';

const FACES = { negative: Frown, neutral: Meh, positive: Smile };

/** What a person said, and quietly what it was understood to be. */
export function PersonLine({ text, understanding }: Pick<PersonMessage, 'text' | 'understanding'>) {
  const Face = understanding ? FACES[understanding.sentiment.label] : null;
  return (
    <li className={styles.person}>
      <span className="visuallyHidden">You said:</span>
      <p className={styles.bubble}>{text}</p>
      {understanding && Face ? (
        <p className={styles.understood}>
          <span title={`${Math.round(understanding.confidence * 100)} % sure`}>
            <CircleDot aria-hidden />
            <span className="visuallyHidden">Understood as: </span>
            {INTENT_LABELS[understanding.intent]}
          </span>
          <span title={`Mood by the words: ${understanding.sentiment.score.toFixed(1)} of −1 to 1`}>
            <Face aria-hidden />
            <span className="visuallyHidden">Mood: </span>
            {SENTIMENT_LABELS[understanding.sentiment.label]}
          </span>
        </p>
      ) : null}
    </li>
  );
}
