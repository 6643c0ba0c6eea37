import { useDeferredValue, useEffect, useId, useMemo, useRef } from 'react';
import type { PersonalityContent } from '../../../../shared/personalities/content.ts';
import { buildInstructions } from '../../../../shared/personalities/instructions.ts';
import { type WordDiffPart, wordDiff } from '../../../../shared/text/wordDiff.ts';
import common from '../../../components/common.module.css';
import styles from './Preview.module.css';
import { WhoFollows } from './WhoFollows.tsx';

/** The first character in which two texts differ. */
function firstDifference(before: string, after: string): number {
  let at = 0;
  while (at < before.length && before[at] === after[at]) at++;
  return at;
}

/** The part of a comparison in which a character of the newer text lies. */
function partAt(parts: readonly WordDiffPart[], at: number): number {
  let reached = 0;
  return parts.findIndex(({ kind, text }) => {
    if (kind !== 'removed') reached += text.length;
    return reached > at;
  });
}

/**
 * What the personality is told, as it would be with what stands on the screen, with what differs from the saved version
 * marked; what was changed last is scrolled to.
 */
export function Preview({ saved, content }: { saved: PersonalityContent; content: PersonalityContent }) {
  const headingId = useId();
  const box = useRef<HTMLElement>(null);
  const shown = useDeferredValue(content);
  const text = useMemo(() => buildInstructions(shown), [shown]);
  const parts = useMemo(() => wordDiff(buildInstructions(saved), text), [saved, text]);
  const before = useRef(text);
  useEffect(() => {
    const at = firstDifference(before.current, text);
    const moved = before.current !== text;
    before.current = text;
    const element = box.current?.firstElementChild?.children[partAt(parts, at)];
    if (!moved || !box.current || !(element instanceof HTMLElement)) return;
    const { scrollTop, clientHeight } = box.current;
    const top = element.offsetTop - box.current.offsetTop;
    if (top < scrollTop || top > scrollTop + clientHeight - 40)
      box.current.scrollTop = top - clientHeight / 3;
  }, [text, parts]);
  const changed = parts.some(({ kind }) => kind !== 'same');
  return (
    <section className={styles.preview} aria-labelledby={headingId}>
      <header className={styles.head}>
        <h2 id={headingId}>What it is told</h2>
        <p className={common.quiet}>
          {changed ? 'Marked: what differs from the saved version.' : 'As it is saved.'}
        </p>
        <WhoFollows />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={styles.box} ref={box} tabIndex={0} aria-label="Instructions">
        <p className={styles.text}>
          {parts.map((part, index) => {
            const key = `${index} ${part.kind}`;
            if (part.kind === 'added') return <ins key={key}>{part.text}</ins>;
            if (part.kind === 'removed') return <del key={key}>{part.text}</del>;
            return <span key={key}>{part.text}</span>;
          })}
        </p>
      </section>
    </section>
  );
}
