/** An answer of Jira that is not a success, in Jira's error shape. */
export class JiraError extends Error {
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 429,
    readonly errorMessages: string[],
    readonly fieldErrors: Record<string, string> = {},
  ) {
    super(
      [...errorMessages, ...Object.entries(fieldErrors).map(([field, text]) => `${field}: ${text}`)].join(
        '; ',
      ),
    );
  }

  get body() {
    return { errorMessages: this.errorMessages, errors: this.fieldErrors };
  }
}

export const invalidPayload = () =>
  new JiraError(400, ['Invalid request payload. Refer to the REST API documentation and try again.']);

export const issueNotFound = () =>
  new JiraError(404, ['Issue does not exist or you do not have permission to see it.']);

export const projectNotFound = (idOrKey: string) =>
  new JiraError(404, [`No project could be found with key '${idOrKey}'.`]);

export const fieldErrors = (errors: Record<string, string>) => new JiraError(400, [], errors);
