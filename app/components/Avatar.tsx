import { Bot, KeyRound } from 'lucide-react';
import type { Actor } from '../../shared/api/common.ts';
import styles from './Avatar.module.css';

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => [...word][0])
    .filter((_, index, all) => index === 0 || index === all.length - 1)
    .join('')
    .toUpperCase();

/** Who: a person's initials, a key or the installation itself. The name stands beside it or is given here. */
export function Avatar({
  name,
  kind = 'user',
  emoji = null,
  size = 24,
}: {
  name: string;
  /** A sign of its own, instead of the initials. */
  emoji?: string | null;
  kind?: Actor['kind'];
  size?: number;
}) {
  return (
    <span className={styles.avatar} aria-hidden style={{ width: size, height: size, fontSize: size * 0.42 }}>
      {kind === 'key' ? <KeyRound /> : kind === 'system' ? <Bot /> : (emoji ?? initials(name))}
    </span>
  );
}

/** An avatar with the name beside it. */
export function Who({ actor }: { actor: Actor }) {
  return (
    <span className={styles.who}>
      <Avatar name={actor.name} kind={actor.kind} size={20} />
      {actor.name}
    </span>
  );
}
