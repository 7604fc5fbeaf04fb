import { visibleText } from '../../../../src/domain/visible-text';

/**
 * Other people's text: the name of a resource, a message with one in it, a reason. What is invisible in it is written
 * out, its direction is its own, and it breaks where it has to, so that it changes nothing but itself.
 */
export function ForeignText({ text }: { text: string }) {
  return <bdi className="foreign-text">{visibleText(text)}</bdi>;
}
