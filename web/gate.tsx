import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from './api/access.js';
import { ApiError } from './api/request.js';
import { LoginPage } from './pages/login/login-page.js';
import { Shell } from './components/shell.js';

/** The pages, or the login in their place for somebody who has to. */
export function Gate() {
  const { error } = useQuery(sessionQuery);
  const mustLogIn = error instanceof ApiError && error.status === 401;
  return mustLogIn ? <LoginPage /> : <Shell />;
}
