import { Button } from '../../components/Button.tsx';
import styles from './Workbench.module.css';

/** Somebody saved while I was writing: whose text goes on. */
export function Overtaken({ by, onKeep, onTake }: { by: string; onKeep: () => void; onTake: () => void }) {
  return (
    <div className={styles.overtaken} role="alert">
      <p>{by} saved another text while you were writing. Yours is kept here.</p>
      <Button size="small" onClick={onKeep}>
        Keep mine on top
      </Button>
      <Button size="small" onClick={onTake}>
        Take theirs
      </Button>
    </div>
  );
}
