import { useInfiniteQuery } from '@tanstack/react-query';
import { CircleQuestionMark } from 'lucide-react';
import { useForm } from 'react-hook-form';
import type { FaqEntry, FaqInput } from '../../../shared/api/business/records.ts';
import { deleteFaq, faqQuery, saveFaq } from '../../api/business.ts';
import { fieldError } from '../../api/fieldError.ts';
import { TextArea, TextField } from '../../components/Field.tsx';
import { FormDialog } from '../../components/FormDialog.tsx';
import { languageName } from '../../format/language.ts';
import styles from './Business.module.css';
import { RecordsPage, useSearchWords } from './RecordsPage.tsx';
import { useSave } from './useSave.ts';

/** Questions with the answers that the business gives. */
export function Faq() {
  const query = useInfiniteQuery(faqQuery(useSearchWords()));
  return (
    <RecordsPage
      words={{ one: 'answer', many: 'answers', of: 'words of question or answer' }}
      icon={<CircleQuestionMark />}
      teach="Agents answer from here and make nothing up. Write the question in the words that callers use."
      query={query}
      nameOf={({ question }) => `“${question}”`}
      remove={deleteFaq}
      form={(entry, onClose) => <FaqDialog entry={entry} onClose={onClose} />}
      columns={[
        { head: 'Question', cell: ({ question }) => <span className={styles.strong}>{question}</span> },
        { head: 'Answer', cell: ({ answer }) => <span className={styles.long}>{answer}</span> },
        { head: 'Language', cell: ({ language }) => languageName(language) },
      ]}
    />
  );
}

function FaqDialog({ entry, onClose }: { entry: FaqEntry | null; onClose: () => void }) {
  const { register, handleSubmit } = useForm<FaqInput>({
    defaultValues: {
      question: entry?.question ?? '',
      answer: entry?.answer ?? '',
      language: entry?.language ?? 'en-US',
    },
  });
  const save = useSave((values: FaqInput) => saveFaq(entry?.id ?? null, values), onClose);
  const error = (field: keyof FaqInput) => fieldError(save.error, field);
  return (
    <FormDialog
      title={entry ? 'Change answer' : 'Add answer'}
      action={entry ? 'Save' : 'Add answer'}
      mutation={save}
      onSubmit={handleSubmit((values) => save.mutate(values))}
      onClose={onClose}
      size="wide"
    >
      <TextField
        label="Question"
        hint="Several wordings may stand here; agents search all of them."
        error={error('question')}
        {...register('question')}
      />
      <TextArea
        label="Answer"
        hint="As it should be said: short, in full sentences."
        rows={4}
        error={error('answer')}
        {...register('answer')}
      />
      <TextField
        label="Language"
        hint="Such as en-US: decides how words are found."
        error={error('language')}
        {...register('language')}
      />
    </FormDialog>
  );
}
