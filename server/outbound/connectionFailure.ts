/** Why no answer came, in words for the delivery log. What has no words of its own here keeps the system's. */
export function connectionFailure(error: unknown): string {
  if (!(error instanceof Error)) return 'The connection failed.';
  const { code, hostname } = error as NodeJS.ErrnoException & { hostname?: string };
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The name ${hostname ?? 'in the address'} was not found.`;
    case 'ECONNREFUSED':
      return 'Nothing listens at this address: the connection was refused.';
    case 'ECONNRESET':
      return 'The receiver ended the connection without an answer.';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return 'The receiver could not be reached.';
    default:
      return error.message || 'The connection failed.';
  }
}
