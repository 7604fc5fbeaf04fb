import { z } from 'zod';

// The shell's Content-Security-Policy forbids eval, which zod would otherwise try for speed.
z.config({ jitless: true });
