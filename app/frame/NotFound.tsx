import { Link } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import buttonStyles from '../components/Button.module.css';
import { cx } from '../components/cx.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { Scene } from '../components/Scene.tsx';

/** The address leads nowhere. */
export function NotFound() {
  return (
    <Scene title="Page not found">
      <EmptyState
        icon={<Compass />}
        title="There is nothing at this address"
        action={
          <Link to="/projects" className={cx(buttonStyles.button, buttonStyles.primary)}>
            Go to the scripts
          </Link>
        }
      >
        It may have been moved, or the link is incomplete.
      </EmptyState>
    </Scene>
  );
}
