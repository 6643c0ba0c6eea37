import type { ComponentProps, ReactElement } from 'react';
import styles from './Button.module.css';
import { cx } from './cx.ts';
import { Tooltip } from './Tooltip.tsx';

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  /** What it does; read by screen readers and shown on hover. */
  label: string;
  /** Keys that do the same, shown on hover, e.g. `Space`. */
  keys?: string;
  icon: ReactElement;
  kind?: 'plain' | 'quiet' | 'primary';
  size?: 'normal' | 'small';
}

export function IconButton({
  label,
  keys,
  icon,
  kind = 'quiet',
  size = 'normal',
  className,
  type = 'button',
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={label} keys={keys}>
      <button
        {...rest}
        type={type}
        aria-label={label}
        className={cx(styles.button, styles.icon, styles[kind], size === 'small' && styles.small, className)}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
