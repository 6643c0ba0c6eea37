import type { WordDiffPart } from '../../shared/text/wordDiff.ts';
import styles from './TextDiff.module.css';

/** A text with what was taken out and put in. */
export function TextDiff({ parts }: { parts: readonly WordDiffPart[] }) {
  return (
    <p className={styles.text}>
      {parts.map((part, index) => {
        const key = `${index} ${part.kind}`;
        if (part.kind === 'added') return <ins key={key}>{part.text}</ins>;
        if (part.kind === 'removed') return <del key={key}>{part.text}</del>;
        return <span key={key}>{part.text}</span>;
      })}
    </p>
  );
}
