import { Tooltip as Radix } from 'radix-ui';
import { type ReactElement, use } from 'react';
import { Kbd } from './Kbd.tsx';
import { Layer } from './layer.ts';
import styles from './Tooltip.module.css';

/** A short explanation on hover and focus. Never the only place where something is said. */
export function Tooltip({ text, keys, children }: { text: string; keys?: string; children: ReactElement }) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal container={use(Layer)}>
        <Radix.Content className={styles.tooltip} sideOffset={6} collisionPadding={8}>
          {text}
          {keys ? <Kbd>{keys}</Kbd> : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export const TooltipProvider = Radix.Provider;
