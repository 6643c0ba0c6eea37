import type { ErrorComponentProps } from '@tanstack/react-router';
import { ProblemMessage } from '../components/ProblemMessage.tsx';
import { Scene } from '../components/Scene.tsx';

/** Stands in for a scene that could not be shown. */
export function SceneProblem({ error, reset }: ErrorComponentProps) {
  return (
    <Scene title="This page could not be shown">
      <ProblemMessage
        error={error instanceof Error ? error : new Error(String(error))}
        kept="What was saved before is kept."
        onRetry={reset}
      />
    </Scene>
  );
}
