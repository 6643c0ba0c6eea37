import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import type { Project } from '../../../shared/api/studio.ts';
import { fieldError } from '../../api/fieldError.ts';
import { createScript } from '../../api/studio.ts';
import { Select, TextArea, TextField } from '../../components/Field.tsx';
import { FormDialog } from '../../components/FormDialog.tsx';
import { useLanguages } from '../../components/useLanguages.ts';
import { languageName } from '../../format/language.ts';

interface Values {
  projectId: string;
  title: string;
  language: string;
  text: string;
}

export function CreateScript({
  projects,
  projectId,
  onClose,
}: {
  projects: Project[];
  projectId: string | undefined;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const languages = useLanguages('en-US');
  const { register, handleSubmit } = useForm<Values>({
    defaultValues: { projectId: projectId ?? projects[0]?.id ?? '', title: '', language: 'en-US', text: '' },
  });
  const create = useMutation({
    mutationFn: ({ projectId: project, ...script }: Values) => createScript(project, script),
    onSuccess: ({ projectId: project }) =>
      void client.invalidateQueries({ queryKey: ['scripts', 'ofProject', project] }),
  });
  return (
    <FormDialog
      title="New script"
      action="Create script"
      mutation={create}
      onSubmit={handleSubmit((values) =>
        create.mutate(values, {
          onSuccess: ({ id }) => navigate({ to: '/scripts/$scriptId', params: { scriptId: id } }),
        }),
      )}
      onClose={onClose}
      size="wide"
    >
      <TextField
        label="Title"
        autoFocus
        autoComplete="off"
        error={fieldError(create.error, 'title')}
        {...register('title')}
      />
      <Select label="Project" {...register('projectId')}>
        {projects.map((project) => (
          <option key={project.id} value={project.id}>
            {project.name}
          </option>
        ))}
      </Select>
      <Select label="Language" {...register('language')}>
        {languages.map((tag) => (
          <option key={tag} value={tag}>
            {languageName(tag)}
          </option>
        ))}
      </Select>
      <TextArea
        label="Text"
        rows={6}
        hint="What is said. It can be changed at any time; every saved state is kept."
        error={fieldError(create.error, 'text')}
        {...register('text')}
      />
    </FormDialog>
  );
}
