import { type KeyboardEvent, type RefObject, useEffect, useId, useMemo, useState } from 'react';
import type { VoiceCapabilities } from '../../../shared/api/voices.ts';
import { Button } from '../../components/Button.tsx';
import { cx } from '../../components/cx.ts';
import styles from './MarkupEditor.module.css';
import { MARKUP_HELP, type MarkupHelp, markupTokens, wrapInMarkup } from './markupTokens.ts';

interface MarkupEditorProps {
  value: string;
  onChange: (value: string) => void;
  /** What the chosen voice can do; null while voices load. */
  capabilities: VoiceCapabilities | null;
  /** What is wrong with the text, in words. */
  problem: string | null;
  readOnly: boolean;
  area: RefObject<HTMLTextAreaElement | null>;
  language: string;
}

function can(capabilities: VoiceCapabilities | null, help: MarkupHelp): boolean {
  if (!capabilities) return true;
  const ability = capabilities[help.needs];
  return Array.isArray(ability) ? ability.length > 0 : ability !== 'none';
}

/**
 * The script's text. Tags are drawn as chips by a layer of the same letters under a plain text area, so that
 * selection, undo, spell check and screen readers stay the browser's own. `/` opens the markup menu.
 */
export function MarkupEditor({
  value,
  onChange,
  capabilities,
  problem,
  readOnly,
  area,
  language,
}: MarkupEditorProps) {
  const id = useId();
  const tokens = useMemo(() => markupTokens(value), [value]);
  // Where the slash that opened the menu stands; null while it is closed.
  const [slashAt, setSlashAt] = useState<number | null>(null);
  const [active, setActive] = useState(0);
  const typed = slashAt === null ? '' : value.slice(slashAt + 1, area.current?.selectionStart ?? slashAt + 1);
  const choices =
    slashAt === null
      ? []
      : MARKUP_HELP.filter((help) => help.name.toLowerCase().includes(typed.toLowerCase()));

  const activeId = slashAt === null ? null : `${id}-${choices[active]?.id}`;
  useEffect(() => {
    if (activeId !== null) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' });
  }, [activeId]);

  const insert = (help: MarkupHelp) => {
    const element = area.current;
    if (!element) return;
    // Typed after the slash is what chose the entry; it goes away with it.
    const from = slashAt ?? element.selectionStart;
    const to = help.after && slashAt === null ? element.selectionEnd : element.selectionStart;
    const put = wrapInMarkup(slashAt === null ? value.slice(from, to) : '', help);
    setSlashAt(null);
    element.focus();
    element.setSelectionRange(from, to);
    // The only way to write into a field that keeps its undo; the field reports it as typing.
    document.execCommand('insertText', false, put.text);
    element.setSelectionRange(from + put.caretAfter, from + put.caretAfter);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (slashAt === null) {
      const before = value.at(event.currentTarget.selectionStart - 1);
      if (event.key === '/' && (before === undefined || /\s/.test(before))) {
        setSlashAt(event.currentTarget.selectionStart);
        setActive(0);
      }
      return;
    }
    const chosen = choices[active];
    if (event.key === 'ArrowDown') setActive((active + 1) % Math.max(choices.length, 1));
    else if (event.key === 'ArrowUp') setActive((active + choices.length - 1) % Math.max(choices.length, 1));
    else if ((event.key === 'Enter' || event.key === 'Tab') && chosen) insert(chosen);
    else if (event.key === 'Escape') setSlashAt(null);
    else {
      if (event.key === ' ' || (event.key === 'Backspace' && typed === '')) setSlashAt(null);
      return;
    }
    event.preventDefault();
  };

  return (
    <div className={styles.editor}>
      <div className={styles.tools} role="toolbar" aria-label="Markup">
        {MARKUP_HELP.filter(({ often }) => often).map((help) => {
          const possible = can(capabilities, help);
          return (
            <Button
              key={help.id}
              kind="quiet"
              size="small"
              disabled={readOnly || !possible}
              title={possible ? help.explains : 'The chosen voice cannot do this'}
              onClick={() => insert(help)}
            >
              {help.name}
            </Button>
          );
        })}
      </div>
      <div className={cx(styles.sheet, problem !== null && styles.wrong)}>
        <div className={styles.letters} aria-hidden>
          {tokens.map((token) =>
            token.kind === 'tag' ? (
              <mark key={token.start} className={styles.chip}>
                {token.text}
              </mark>
            ) : (
              <span key={token.start}>{token.text}</span>
            ),
          )}
          {'\n'}
        </div>
        <textarea
          ref={area}
          className={styles.area}
          aria-label="Script text"
          aria-describedby={`${id}-help ${problem ? `${id}-problem` : ''}`}
          aria-invalid={problem !== null || undefined}
          aria-controls={slashAt === null ? undefined : `${id}-menu`}
          aria-activedescendant={activeId ?? undefined}
          lang={language}
          spellCheck
          readOnly={readOnly}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onBlur={() => setSlashAt(null)}
        />
        {slashAt !== null && choices.length > 0 ? (
          <div id={`${id}-menu`} role="listbox" aria-label="Markup" className={styles.menu}>
            {choices.map((help, index) => (
              <div
                key={help.id}
                id={`${id}-${help.id}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === active}
                className={cx(styles.choice, index === active && styles.active)}
                onPointerDown={(event) => {
                  event.preventDefault();
                  insert(help);
                }}
              >
                <span>{help.name}</span>
                <span className={styles.explains}>
                  {can(capabilities, help) ? help.explains : 'not with this voice'}
                </span>
              </div>
            ))}
          </div>
        ) : null}
      </div>
      {problem ? (
        <p id={`${id}-problem`} role="alert" className={styles.problem}>
          {problem}
        </p>
      ) : null}
      <p id={`${id}-help`} className="visuallyHidden">
        Type a slash for pauses, emphasis and pronunciation.
      </p>
    </div>
  );
}
