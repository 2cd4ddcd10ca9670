import { Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from './api/access.js';
import { ApiError } from './api/request.js';
import { LoginPage } from './pages/login/login-page.js';
import { Shell } from './components/shell.js';

/** The pages, or the login in their place for somebody who has to. */
export function Gate() {
  const { error, isPending, failureCount } = useQuery(sessionQuery);
  // A page that is about to be replaced by the login would only flash what it was refused. Without a server, it says so.
  if (isPending && failureCount === 0)
    return <Loader pos="absolute" top="45%" left="50%" aria-label="Asking who you are" />;
  const mustLogIn = error instanceof ApiError && error.status === 401;
  return mustLogIn ? <LoginPage /> : <Shell />;
}
