import { Fragment } from 'react';
import { cx } from '../../components/cx.ts';
import type { Word } from './anchor.ts';
import styles from './ReviewScene.module.css';

interface TranscriptProps {
  /** The authored text, shown where the engine gave no word times. */
  text: string;
  words: readonly Word[];
  positionMs: number | null;
  chosen: number | null;
  onWord: (index: number) => void;
}

/** The words as they are spoken: the present one follows the playhead, and any can be chosen for a comment. */
export function Transcript({ text, words, positionMs, chosen, onWord }: TranscriptProps) {
  if (words.length === 0) return <p className={styles.transcript}>{text}</p>;
  return (
    <p className={styles.transcript}>
      {words.map((word, index) => {
        const heard = positionMs !== null && positionMs >= word.startMs && positionMs < word.endMs;
        return (
          <Fragment key={word.charStart}>
            <button
              type="button"
              className={cx(styles.word, heard && styles.heard, chosen === index && styles.chosen)}
              aria-label={`Comment on “${word.text}”`}
              aria-pressed={chosen === index}
              onClick={() => onWord(index)}
            >
              {word.text}
            </button>{' '}
          </Fragment>
        );
      })}
    </p>
  );
}
