import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { Button } from '../components/Button.tsx';
import { ProblemMessage } from '../components/ProblemMessage.tsx';
import { Scene } from '../components/Scene.tsx';

/** Stands in for a scene that could not be shown, or not be fetched. */
export function SceneProblem({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <Scene
      title="This page could not be shown"
      actions={<Button onClick={() => window.location.reload()}>Reload</Button>}
    >
      <ProblemMessage
        error={error instanceof Error ? error : new Error(String(error))}
        kept="What was saved before is kept."
        onRetry={() => {
          reset();
          void router.invalidate();
        }}
      />
    </Scene>
  );
}
