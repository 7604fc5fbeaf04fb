/**
 * An error answer of an AWS service. `code` is the name by which the SDK throws it; `fields` are further elements of the
 * error (S3's Region, BucketName, ...); `headers` go out with the answer.
 */
export class AwsError extends Error {
  readonly fields: Record<string, string>;
  readonly headers: Record<string, string>;

  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
    extra: { fields?: Record<string, string>; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.name = code;
    this.fields = extra.fields ?? {};
    this.headers = extra.headers ?? {};
  }
}
