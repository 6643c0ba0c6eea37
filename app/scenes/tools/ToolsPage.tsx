import { useCan } from '../../frame/useMe.ts';
import { CallLog } from './CallLog.tsx';
import { HttpTools } from './HttpTools.tsx';
import { McpServers } from './McpServers.tsx';
import { ToolList } from './ToolList.tsx';

/** What agents may use, whoever made it, and what they did with it. */
export function ToolsPage() {
  const manages = useCan('settings:manage');
  return (
    <>
      <ToolList />
      {manages ? (
        <>
          <HttpTools />
          <McpServers />
        </>
      ) : null}
      <CallLog />
    </>
  );
}
