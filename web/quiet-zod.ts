import { z } from 'zod';

// The server's Content-Security-Policy forbids compiling code from text; zod would try, and the browser would complain.
z.config({ jitless: true });
