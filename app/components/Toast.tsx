import { CircleCheck, TriangleAlert, X } from 'lucide-react';
import { type ReactNode, useSyncExternalStore } from 'react';
import { ApiProblem } from '../api/problem.ts';
import { Button } from './Button.tsx';
import { IconButton } from './IconButton.tsx';
import styles from './Toast.module.css';

interface Toast {
  id: number;
  tone: 'good' | 'bad';
  text: string;
  action?: { label: string; run: () => void };
}

const SHOWN_MS = { good: 5000, bad: 12_000 };
let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const notify of listeners) notify();
}

const dismiss = (id: number) => set(toasts.filter((toast) => toast.id !== id));

function show(toast: Omit<Toast, 'id'>): void {
  const id = nextId++;
  set([...toasts.slice(-2), { ...toast, id }]);
  setTimeout(dismiss, SHOWN_MS[toast.tone], id);
}

/** Says in passing that something was done; offer `action` to undo it. */
export const notify = (text: string, action?: Toast['action']): void => show({ tone: 'good', text, action });

/** Says in passing that something failed, in the server's words. */
export function notifyProblem(error: Error): void {
  const text =
    error instanceof ApiProblem ? `${error.problem.title}. ${error.problem.detail}` : error.message;
  show({ tone: 'bad', text });
}

/** Where passing messages appear. */
export function Toaster(): ReactNode {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  return (
    <section className={styles.toaster} aria-label="Messages" aria-live="polite">
      {shown.map((toast) => (
        <div key={toast.id} className={styles.toast} data-tone={toast.tone}>
          {toast.tone === 'good' ? <CircleCheck aria-hidden /> : <TriangleAlert aria-hidden />}
          <span>{toast.text}</span>
          {toast.action ? (
            <Button
              size="small"
              onClick={() => {
                toast.action?.run();
                dismiss(toast.id);
              }}
            >
              {toast.action.label}
            </Button>
          ) : null}
          <IconButton size="small" label="Dismiss" icon={<X />} onClick={() => dismiss(toast.id)} />
        </div>
      ))}
    </section>
  );
}
