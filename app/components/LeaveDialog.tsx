import { useBlocker } from '@tanstack/react-router';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';

/** Asks before unsaved changes are left behind; the browser asks when the page itself is left. */
export function LeaveDialog({ unsaved, name }: { unsaved: boolean; name: string }) {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => unsaved && current.pathname !== next.pathname,
    enableBeforeUnload: () => unsaved,
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <Dialog
      title="Leave without saving?"
      onClose={blocker.reset}
      actions={
        <>
          <Button onClick={blocker.reset}>Stay here</Button>
          <Button kind="danger" onClick={blocker.proceed}>
            Leave and lose the changes
          </Button>
        </>
      }
    >
      <p>What you changed in {name} is not saved yet.</p>
    </Dialog>
  );
}
