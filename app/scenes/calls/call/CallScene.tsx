import { Link } from '@tanstack/react-router';
import { Scene } from '../../../components/Scene.tsx';

/** One call, as it was kept. */
export function CallScene() {
  return (
    <Scene title="Call" crumb={<Link to="/calls">Calls</Link>}>
      <p>What was kept of calls is shown here once they can be read.</p>
    </Scene>
  );
}
