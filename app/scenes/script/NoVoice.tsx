import { Link } from '@tanstack/react-router';
import { MicOff } from 'lucide-react';
import buttons from '../../components/Button.module.css';
import { cx } from '../../components/cx.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { languageName } from '../../format/language.ts';

/** Stands where voices are chosen when there is none for the script. */
export function NoVoice({ language }: { language: string }) {
  return (
    <EmptyState
      icon={<MicOff />}
      title={`No voice speaks ${languageName(language)} here yet`}
      action={
        <Link to="/voices" className={cx(buttons.button, buttons.plain)}>
          See voices
        </Link>
      }
    >
      Download one or set up an engine that speaks it. Your text is kept until then.
    </EmptyState>
  );
}
