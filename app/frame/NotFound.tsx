import { Link } from '@tanstack/react-router';
import { EmptyState } from '../components/EmptyState.tsx';
import { Scene } from '../components/Scene.tsx';

export function NotFound() {
  return (
    <Scene title="Page not found">
      <EmptyState
        title="There is nothing at this address"
        action={<Link to="/projects">Go to the scripts</Link>}
      >
        It may have been moved, or the link is incomplete.
      </EmptyState>
    </Scene>
  );
}
