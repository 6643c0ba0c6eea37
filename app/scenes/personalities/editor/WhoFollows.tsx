import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { enginesQuery } from '../../../api/voices.ts';
import common from '../../../components/common.module.css';

/** While no language model is set up: what of a personality the built-in agent follows. */
export function WhoFollows() {
  const { data: engines } = useQuery(enginesQuery);
  if (!engines) return null;
  if (
    engines.some(
      ({ ability, configured, kind }) => ability === 'language' && configured && kind !== 'builtin',
    )
  )
    return null;
  return (
    <p className={common.quiet}>
      The built-in agent answers. It takes name, greeting, phrases, languages and voice; the rest is for a
      language model, once one is <Link to="/engines">set up</Link>.
    </p>
  );
}
