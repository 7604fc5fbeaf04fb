import { z } from 'zod';
import { FINDING_ID } from '../domain/finding';
import {
  type FindingDetail,
  type FindingFilters,
  type FindingsPage,
  type FindingsSummary,
  findingsQuerySchema,
} from './findings';

/** The project is taken from the context that Forge vouches for, never from the payload. */
export const projectPageRequests = {
  getSummary: z.object({}),
  getFilters: z.object({}),
  listFindings: findingsQuerySchema,
  getFinding: z.object({ findingId: z.string().regex(FINDING_ID) }),
};

export interface ProjectPageResponses {
  getSummary: FindingsSummary;
  getFilters: FindingFilters;
  listFindings: FindingsPage;
  getFinding: FindingDetail;
}
