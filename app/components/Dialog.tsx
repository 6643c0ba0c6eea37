import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { cx } from './cx.ts';
import styles from './Dialog.module.css';
import { IconButton } from './IconButton.tsx';
import { Layer } from './layer.ts';

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
  /** Buttons at the foot, the main one last. */
  actions?: ReactNode;
  size?: 'normal' | 'wide';
  /** Keeps Escape and the backdrop from closing, e.g. while a secret is shown that is lost afterwards. */
  insist?: boolean;
}

/** The first field; in a question without fields the first button at the foot, which is the harmless one. */
const FIRST_FOCUS = ':is(input, textarea, select):enabled, footer button';

/**
 * A modal dialog on the browser's own `<dialog>`: it traps the focus and makes the page behind it inert
 * without a style tag, which the content security policy forbids. Render it to open it.
 */
export function Dialog({ title, onClose, children, actions, size = 'normal', insist = false }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const [layer, setLayer] = useState<HTMLElement | null>(null);
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    dialog?.showModal();
    dialog?.querySelector<HTMLElement>(FIRST_FOCUS)?.focus();
    setLayer(dialog);
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes through onCancel
    <dialog
      ref={element}
      aria-labelledby={titleId}
      className={cx(styles.dialog, size === 'wide' && styles.wide)}
      onCancel={(event) => {
        event.preventDefault();
        if (!insist) onClose();
      }}
      onClick={(event) => {
        if (event.target === element.current && !insist) onClose();
      }}
    >
      <Layer value={layer}>
        <div className={styles.inside}>
          <header className={styles.head}>
            <h2 id={titleId}>{title}</h2>
            {insist ? null : <IconButton label="Close" icon={<X />} size="small" onClick={onClose} />}
          </header>
          <div className={styles.body}>{children}</div>
          {actions ? <footer className={styles.actions}>{actions}</footer> : null}
        </div>
      </Layer>
    </dialog>
  );
}
