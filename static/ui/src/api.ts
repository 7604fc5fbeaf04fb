import { invoke } from '@forge/bridge';
import type { z } from 'zod';
import type { AdminPageResponses, adminPageRequests } from '../../../src/contract/admin-page';
import type { Answer, AnswerError } from '../../../src/contract/answer';
import type { GlobalPageResponses, globalPageRequests } from '../../../src/contract/global-page';
import type { IssuePanelResponses, issuePanelRequests } from '../../../src/contract/issue-panel';
import type { ProjectPageResponses, projectPageRequests } from '../../../src/contract/project-page';

/** A refusal of the backend, with its own words for the person in front of the page. */
export class AnswerFailure extends Error {
  readonly code: AnswerError['code'];
  /** Dotted path of an input field to what is wrong with it. */
  readonly fields: Record<string, string>;

  constructor(error: AnswerError) {
    super(error.message);
    this.name = 'AnswerFailure';
    this.code = error.code;
    this.fields = error.fields ?? {};
  }
}

/** Before the names of settings' requests, where another page than the one among Jira's settings shows them. */
let settingsPrefix = '';

/** Sends the requests of the settings to the resolver of the page that shows them. */
export function showSettingsOn(moduleKey: string): void {
  settingsPrefix = moduleKey === 'findings-admin-page' ? '' : 'settings.';
}

/** One typed door per page to its resolver. Throws AnswerFailure for a refusal, Error when Forge did not answer. */
function resolver<
  Requests extends Record<string, z.ZodType>,
  Responses extends Record<keyof Requests, unknown>,
>(prefix: () => string = () => '') {
  return async <Name extends keyof Requests & string>(
    name: Name,
    payload: z.input<Requests[Name]>,
  ): Promise<Responses[Name]> => {
    const response = await invoke<Record<string, unknown>, Answer<Responses[Name]>>(`${prefix()}${name}`, {
      ...Object(payload),
    });
    const answer = 'body' in response ? response.body : response;
    if (answer.ok) return answer.value;
    throw new AnswerFailure(answer.error);
  };
}

export const issuePanelApi = resolver<
  typeof issuePanelRequests,
  IssuePanelResponses & Record<string, unknown>
>();
export const projectPageApi = resolver<
  typeof projectPageRequests,
  ProjectPageResponses & Record<string, unknown>
>();
export const globalPageApi = resolver<
  typeof globalPageRequests,
  GlobalPageResponses & Record<string, unknown>
>();
export const adminPageApi = resolver<typeof adminPageRequests, AdminPageResponses & Record<string, unknown>>(
  () => settingsPrefix,
);
