import { useState } from 'react';
import type { z } from 'zod';
import { AnswerFailure } from './api';

/** The first thing wrong with each field, by the field's dotted path. */
export type FieldErrors = Record<string, string>;

function errorsOf(error: z.ZodError): FieldErrors {
  const errors: FieldErrors = {};
  for (const issue of error.issues) {
    const path = issue.path.join('.');
    errors[path] ??= issue.message;
  }
  return errors;
}

/** Brings the first field that is not right into sight, once its error is shown. */
export function focusFirstInvalid(form: HTMLFormElement): void {
  requestAnimationFrame(() => {
    const field = form.querySelector('[aria-invalid="true"]');
    if (field instanceof HTMLElement) field.focus();
  });
}

/** What is wrong with the field at the path or inside of it. */
export function errorUnder(errors: FieldErrors, path: string): string | undefined {
  return Object.entries(errors).find(([each]) => each === path || each.startsWith(`${path}.`))?.[1];
}

/**
 * A form whose values are checked by the schema that the server uses, as one types after the first attempt to save.
 * `failed` takes what the server refused: its field errors appear at their fields.
 */
export function useFields<Values extends object>(initial: Values, schema: z.ZodType) {
  const [values, setValues] = useState(initial);
  const [tried, setTried] = useState(false);
  const [refused, setRefused] = useState<FieldErrors>({});

  const check = (candidate: Values): FieldErrors => {
    const result = schema.safeParse(candidate);
    return result.success ? {} : errorsOf(result.error);
  };

  return {
    values,
    errors: { ...refused, ...(tried ? check(values) : {}) },
    set(change: Partial<Values>) {
      setValues((current) => ({ ...current, ...change }));
      setRefused({});
    },
    /** Back to the initial values, with nothing to complain of. */
    reset() {
      setValues(initial);
      setTried(false);
      setRefused({});
    },
    /** Whether the values may be sent; from now on errors are shown as one types. */
    ready(): boolean {
      setTried(true);
      return Object.keys(check(values)).length === 0;
    },
    /** `under` is where the payload carries these values: `account`. */
    failed(error: Error, under?: string) {
      if (!(error instanceof AnswerFailure)) return;
      const entries = Object.entries(error.fields).map(([path, text]) => [
        under === undefined ? path : path.replace(`${under}.`, ''),
        text,
      ]);
      setRefused(Object.fromEntries(entries));
    },
  };
}
