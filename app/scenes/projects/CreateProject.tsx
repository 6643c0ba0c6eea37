import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { fieldError } from '../../api/fieldError.ts';
import { createProject, projectsQuery } from '../../api/studio.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { ProjectFields, type ProjectValues } from './ProjectFields.tsx';

export function CreateProject({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const { register, handleSubmit } = useForm<ProjectValues>({
    defaultValues: { name: '', purpose: 'support' },
  });
  const create = useMutation({
    mutationFn: createProject,
    onSuccess: () => client.invalidateQueries({ queryKey: projectsQuery.queryKey }),
  });
  return (
    <FormDialog
      title="New project"
      action="Create project"
      mutation={create}
      onSubmit={handleSubmit((values) => create.mutate(values, { onSuccess: onClose }))}
      onClose={onClose}
    >
      <ProjectFields register={register} nameError={fieldError(create.error, 'name')} />
    </FormDialog>
  );
}
