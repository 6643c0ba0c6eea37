import { Search } from 'lucide-react';
import type { LiveState } from '../api/live/stream.ts';
import { Kbd } from '../components/Kbd.tsx';
import { EngineHealth } from './EngineHealth.tsx';
import { MeMenu } from './MeMenu.tsx';
import styles from './TopBar.module.css';
import { WorkspaceMenu } from './WorkspaceMenu.tsx';

export function TopBar({ live, onSearch }: { live: LiveState; onSearch: () => void }) {
  return (
    <header className={styles.top}>
      <div className={styles.workspace}>
        <WorkspaceMenu />
      </div>
      <button type="button" className={styles.search} onClick={onSearch} aria-keyshortcuts="Control+K Meta+K">
        <Search aria-hidden />
        <span>Search and commands</span>
        <Kbd>Mod+K</Kbd>
      </button>
      <div className={styles.end}>
        <span role="status" className={styles.lost}>
          {live === 'lost' ? 'Reconnecting…' : ''}
        </span>
        <EngineHealth />
        <MeMenu />
      </div>
    </header>
  );
}
