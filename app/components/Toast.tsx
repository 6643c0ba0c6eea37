import { useRouterState } from '@tanstack/react-router';
import { CircleCheck, TriangleAlert, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { ApiProblem } from '../api/problem.ts';
import { Button } from './Button.tsx';
import { IconButton } from './IconButton.tsx';
import { Kbd } from './Kbd.tsx';
import styles from './Toast.module.css';

interface Toast {
  id: number;
  tone: 'good' | 'bad';
  text: string;
  action?: { label: string; run: () => void };
}

/** For how long a message stands that nobody looks at or holds; what can be done with it needs time (WCAG 2.2.1). */
const SHOWN_MS = { good: 5_000, bad: 20_000, withAction: 20_000 };
/** Leads to the newest message, and back. */
const KEY = 'F8';
let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const notify of listeners) notify();
}

const dismiss = (id: number) => set(toasts.filter((toast) => toast.id !== id));

function show(toast: Omit<Toast, 'id'>): void {
  set([...toasts.slice(-2), { ...toast, id: nextId++ }]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Says in passing that something was done; offer `action` to undo it. */
export const notify = (text: string, action?: Toast['action']): void => show({ tone: 'good', text, action });

/** Says in passing that something failed, in the server's words. */
export function notifyProblem(error: Error): void {
  const text =
    error instanceof ApiProblem ? `${error.problem.title}. ${error.problem.detail}` : error.message;
  show({ tone: 'bad', text });
}

/** A message, which stays while the pointer or the focus is on it. */
function Message({ toast, keys, onDone }: { toast: Toast; keys?: string; onDone: () => void }) {
  const { id, tone, text, action } = toast;
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const held = pointed || focused;
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(dismiss, SHOWN_MS[action ? 'withAction' : tone], id);
    return () => clearTimeout(timer);
  }, [held, action, tone, id]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only notices where pointer and focus are, and Escape
    <div
      className={styles.toast}
      data-tone={tone}
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
      onKeyDown={(event) => event.key === 'Escape' && onDone()}
    >
      {tone === 'good' ? <CircleCheck aria-hidden /> : <TriangleAlert aria-hidden />}
      <span>{text}</span>
      {action ? (
        <Button
          size="small"
          onClick={() => {
            action.run();
            onDone();
          }}
        >
          {action.label} {keys ? <Kbd>{keys}</Kbd> : null}
        </Button>
      ) : null}
      <IconButton size="small" label="Dismiss" icon={<X />} onClick={onDone} />
    </div>
  );
}

/** Where passing messages appear. */
export function Toaster(): ReactNode {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  const section = useRef<HTMLElement>(null);
  /** Where the focus was before it came here by its key. */
  const before = useRef<HTMLElement | null>(null);
  const goBack = () => {
    if (section.current?.contains(document.activeElement)) before.current?.focus();
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const newest = section.current?.lastElementChild?.querySelector('button');
      if (event.key !== KEY || !newest) return;
      event.preventDefault();
      if (section.current?.contains(document.activeElement)) return before.current?.focus();
      before.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
      newest.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  // What a message offers to do belongs to the scene that it came from.
  const path = useRouterState({ select: (state) => state.location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another scene is shown
  useEffect(() => () => set(toasts.filter(({ action }) => !action)), [path]);
  return (
    <section ref={section} className={styles.toaster} aria-label={`Messages (${KEY})`} aria-live="polite">
      {shown.map((toast) => (
        <Message
          key={toast.id}
          toast={toast}
          keys={toast === shown.at(-1) ? KEY : undefined}
          onDone={() => {
            goBack();
            dismiss(toast.id);
          }}
        />
      ))}
    </section>
  );
}
