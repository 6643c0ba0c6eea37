import { useState } from 'react';
import type { Project } from '../../../shared/api/studio.ts';
import { Select, TextArea } from '../../components/Field.tsx';
import { useLanguages } from '../../components/useLanguages.ts';
import { languageName } from '../../format/language.ts';
import { BatchDialog } from './BatchDialog.tsx';
import { MOST_LINES, scriptsOfLines } from './scriptsOfLines.ts';

/** Makes a script of each line of a list, and generates a version of each. */
export function GenerateLines({ project, onClose }: { project: Project; onClose: () => void }) {
  const [text, setText] = useState('');
  const [language, setLanguage] = useState('en-US');
  const languages = useLanguages(language);
  const lines = scriptsOfLines(text, language);
  const tooMany = lines.length > MOST_LINES;
  return (
    <BatchDialog
      title={`Add lines to ${project.name}`}
      project={project}
      count={tooMany ? 0 : lines.length}
      languages={[language]}
      of={{ lines }}
      onClose={onClose}
    >
      <TextArea
        label="Lines"
        rows={8}
        hint="Each line becomes a script. What stands before a tab is its title, as a table pastes it."
        error={
          tooMany
            ? `These are ${lines.length} lines. At most ${MOST_LINES} go at once: split the list.`
            : null
        }
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Select label="Language" value={language} onChange={(event) => setLanguage(event.currentTarget.value)}>
        {languages.map((tag) => (
          <option key={tag} value={tag}>
            {languageName(tag)}
          </option>
        ))}
      </Select>
    </BatchDialog>
  );
}
