import { X } from 'lucide-react';
import styles from './FilterChips.module.css';
import { IconButton } from './IconButton.tsx';

/** What a list is narrowed to without a control of its own, each with the way to take it away. */
export function FilterChips({ chips }: { chips: readonly { label: string; onRemove: () => void }[] }) {
  if (chips.length === 0) return null;
  return (
    <ul className={styles.chips} aria-label="Narrowed to">
      {chips.map(({ label, onRemove }) => (
        <li key={label} className={styles.chip}>
          {label}
          <IconButton size="small" label={`Not only ${label}`} icon={<X />} onClick={onRemove} />
        </li>
      ))}
    </ul>
  );
}
