import { DropdownMenu } from 'radix-ui';
import { type ReactElement, type ReactNode, use } from 'react';
import { cx } from './cx.ts';
import { Layer } from './layer.ts';
import styles from './Menu.module.css';

/** A menu on a button. Not modal: the modal kind injects a style tag. */
export function Menu({
  trigger,
  children,
  align = 'end',
}: {
  trigger: ReactElement;
  children: ReactNode;
  align?: 'start' | 'end';
}) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={use(Layer)}>
        <DropdownMenu.Content className={styles.menu} align={align} sideOffset={6} collisionPadding={8}>
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface MenuItemProps {
  icon?: ReactNode;
  danger?: boolean;
  disabled?: boolean;
  onSelect?: () => void;
  /** Renders the child, e.g. a link, as the item. */
  asChild?: boolean;
  children: ReactNode;
}

export function MenuItem({ icon, danger, children, asChild, ...rest }: MenuItemProps) {
  return (
    <DropdownMenu.Item {...rest} asChild={asChild} className={cx(styles.item, danger && styles.danger)}>
      {asChild ? (
        children
      ) : (
        <>
          {icon}
          {children}
        </>
      )}
    </DropdownMenu.Item>
  );
}

export function MenuChoice<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: Value;
  options: Record<Value, ReactNode>;
  onChange: (value: Value) => void;
}) {
  return (
    <>
      <DropdownMenu.Label className={styles.label}>{label}</DropdownMenu.Label>
      <DropdownMenu.RadioGroup value={value} onValueChange={(next) => onChange(next as Value)}>
        {Object.entries<ReactNode>(options).map(([key, name]) => (
          <DropdownMenu.RadioItem key={key} value={key} className={styles.item}>
            <span className={styles.dot}>
              <DropdownMenu.ItemIndicator className={styles.on} />
            </span>
            {name}
          </DropdownMenu.RadioItem>
        ))}
      </DropdownMenu.RadioGroup>
    </>
  );
}

export const MenuLine = () => <DropdownMenu.Separator className={styles.line} />;
export const MenuLabel = ({ children }: { children: ReactNode }) => (
  <DropdownMenu.Label className={styles.label}>{children}</DropdownMenu.Label>
);
