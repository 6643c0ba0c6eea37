import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import type { Project } from '../../../shared/api/studio.ts';
import { fieldError } from '../../api/fieldError.ts';
import { projectsQuery, updateProject } from '../../api/studio.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { ProjectFields, type ProjectValues } from './ProjectFields.tsx';

export function ChangeProject({ project, onClose }: { project: Project; onClose: () => void }) {
  const client = useQueryClient();
  const { register, handleSubmit } = useForm<ProjectValues>({
    defaultValues: { name: project.name, purpose: project.purpose },
  });
  const change = useMutation({
    mutationFn: (values: ProjectValues) => updateProject(project.id, values),
    onSuccess: () => client.invalidateQueries({ queryKey: projectsQuery.queryKey }),
  });
  return (
    <FormDialog
      title={`Change ${project.name}`}
      action="Save"
      mutation={change}
      onSubmit={handleSubmit((values) => change.mutate(values, { onSuccess: onClose }))}
      onClose={onClose}
    >
      <ProjectFields register={register} nameError={fieldError(change.error, 'name')} />
    </FormDialog>
  );
}
