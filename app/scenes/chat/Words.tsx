import type { ReactNode } from 'react';
import styles from './Messages.module.css';

/**
 * The words of an answer. Models are asked for plain sentences; what some write all the same is shown as it is meant:
 * bold, lists, headings, and links as text with their address. Only text comes out, never markup of theirs.
 */
export function Words({ text }: { text: string }) {
  return <p className={styles.words}>{placed(text.split(/(\n)/)).map(([at, line]) => lineOf(line, at))}</p>;
}

/** Each part with the place where it begins, by which it is known while the text grows. */
function placed(parts: readonly string[]): [at: number, part: string][] {
  let at = 0;
  return parts.map((part) => {
    const from = at;
    at += part.length;
    return [from, part];
  });
}

function lineOf(line: string, at: number): ReactNode {
  const [, heading] = /^#{1,6}\s+(.*)$/.exec(line) ?? [];
  if (heading !== undefined) return <strong key={at}>{inline(heading)}</strong>;
  return <span key={at}>{inline(line.replace(/^(\s*)[-*]\s+/, '$1• '))}</span>;
}

function inline(text: string): ReactNode[] {
  const plain = text.replace(/\[([^\]]+)\]\((https?:[^\s)]+)\)/g, '$1 ($2)').replace(/`([^`]+)`/g, '$1');
  return placed(plain.split(/(\*\*.+?\*\*)/)).map(([at, part]) =>
    /^\*\*.+\*\*$/.test(part) ? <strong key={at}>{part.slice(2, -2)}</strong> : part,
  );
}
