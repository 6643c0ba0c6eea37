import type { ComponentProps, ReactNode } from 'react';
import styles from './Button.module.css';
import { cx } from './cx.ts';

export interface ButtonProps extends ComponentProps<'button'> {
  kind?: 'primary' | 'plain' | 'quiet' | 'danger';
  size?: 'normal' | 'small';
  /** Shown before the words. */
  icon?: ReactNode;
  /** Work is under way: the button keeps its width and cannot be pressed again. */
  busy?: boolean;
}

export function Button({
  kind = 'plain',
  size = 'normal',
  icon,
  busy = false,
  className,
  children,
  disabled,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={cx(styles.button, styles[kind], size === 'small' && styles.small, className)}
    >
      {icon}
      {children}
    </button>
  );
}
