import type { Json } from '../../../src/domain/json';
import { JiraError } from '../errors';

const MAX_KEY = 255;
const MAX_VALUE = 32_768;

/** @throws JiraError 400 when a property cannot have that key */
export function checkPropertyKey(key: string): void {
  if (key === '' || key.length > MAX_KEY) {
    throw new JiraError(400, [`The property key has to be between 1 and ${MAX_KEY} characters long.`]);
  }
}

/** @throws JiraError 400 when the value is over Jira's 32,768 characters of JSON */
export function checkPropertyValue(value: Json): void {
  if (JSON.stringify(value).length > MAX_VALUE) {
    throw new JiraError(400, [`The property value length exceeds the limit of ${MAX_VALUE} characters.`]);
  }
}
